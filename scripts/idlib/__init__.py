"""Source tables of the scenario idlib-2020 and the code that turns them into its tables."""

"""Many runs of a scenario: planned, run wherever there are processors, put together."""

"""What is: tables in, checked, frozen."""

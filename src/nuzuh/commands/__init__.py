"""The commands: each parses, calls public functions, and prints."""

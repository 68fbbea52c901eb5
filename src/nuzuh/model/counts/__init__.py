"""The engine that moves numbers of people."""

"""Folders of the model Flee, read as scenarios."""

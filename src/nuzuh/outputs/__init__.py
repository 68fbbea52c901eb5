"""Showing it: tables, files and screens."""

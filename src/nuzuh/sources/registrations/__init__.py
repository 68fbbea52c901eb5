"""Registrations of displaced persons from a spreadsheet of any crisis."""

from nuzuh.sources.registrations.read import Counts, read_counts

__all__ = ["Counts", "read_counts"]

"""Dated reports read into claims, each tied to its sentence."""

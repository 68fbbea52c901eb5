"""`python -m nuzuh` is the same as `nuzuh`."""

from nuzuh.cli import main

main()

"""What an interval over members contains, in words."""

from __future__ import annotations


def spread_words(varied: str) -> str:
    """What is said below a table with intervals.

    Args:
        varied: In which parameters members differ, as the attribute `priors` of a result says; blank: in none.

    Examples:
        >>> spread_words("60 parameter sets")
        'Members differ in parameters as well: 60 parameter sets.'
        >>> spread_words("")
        'The interval is that of chance alone, for fixed parameters.'
    """
    if varied:
        return f"Members differ in parameters as well: {varied}."
    return "The interval is that of chance alone, for fixed parameters."

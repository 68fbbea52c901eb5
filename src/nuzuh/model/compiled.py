"""How rules, draws and engines are compiled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Compile a function that Python calls too; kept on disk for the next start."""
    made: F = njit(cache=True)(function)
    return made


def kernel(function: F) -> F:
    """Compile a part of an engine that is called from compiled code alone.

    It gets no wrapper for calls from Python (which takes longer to compile than most of the parts) and no cache
    of its own (it is in its caller's). Hand it few arrays: each costs a reference count at every call that is
    not inlined, and handing over all forty made the engine twenty times slower.
    """
    made: F = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy")(function)
    return made


def inlined(function: F) -> F:
    """Compile a part that is called in a loop, in one or two places, as if it were written there.

    Handing arrays to a part counts references for each, which at every location of every day is a third of its time.
    """
    made: F = njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, error_model="numpy", forceinline=True)(function)
    return made

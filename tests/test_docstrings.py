"""The examples in docstrings run."""

import doctest
import importlib
import pkgutil

import pytest

import nuzuh

MODULES = sorted(
    module.name for module in pkgutil.walk_packages(nuzuh.__path__, "nuzuh.") if "__main__" not in module.name
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    assert doctest.testmod(importlib.import_module(name), optionflags=flags).failed == 0

"""Imports point one way, from scenario to cli; rules see arrays and numbers alone."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import nuzuh

ROOT = Path(nuzuh.__file__).parent
ROOMS = ("scenario", "sources", "model", "what_ifs", "ensembles", "impact", "forecast", "outputs", "commands", "cli")
"""In the order in which data walks through them; errors and typing belong to all."""
SHARED = {"nuzuh", "nuzuh.errors", "nuzuh.typing"}
RULES_MAY_IMPORT = {"__future__", "math", "numpy", "nuzuh.typing", "nuzuh.model.compiled"}
ENGINES = ("nuzuh.model.counts", "nuzuh.model.persons")


def modules() -> dict[str, set[str]]:
    """What each module of the package imports."""
    found = {}
    for path in ROOT.rglob("*.py"):
        name = ".".join(["nuzuh", *path.relative_to(ROOT).with_suffix("").parts]).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        found[name] = imported
    return found


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else module


@pytest.mark.parametrize(("module", "imported"), sorted(modules().items()))
def test_no_import_points_back(module, imported):
    if room(module) not in ROOMS:
        return
    ours = {name for name in imported if name.startswith("nuzuh") and name not in SHARED}
    back = {name for name in ours if ROOMS.index(room(name)) > ROOMS.index(room(module))}
    assert not back, f"{module} imports {back}"


def test_rules_see_arrays_and_numbers_only():
    assert modules()["nuzuh.model.rules"] <= RULES_MAY_IMPORT


def test_engines_do_not_know_each_other():
    for module, imported in modules().items():
        for engine, other in (ENGINES, ENGINES[::-1]):
            assert not (module.startswith(engine) and any(name.startswith(other) for name in imported)), module


def test_relative_imports_are_not_used():
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.ImportFrom) and node.level), path


def test_import_and_help_load_nothing_heavy():
    code = (
        "import sys, nuzuh, nuzuh.cli; print({'numba', 'pandas', 'xarray', 'matplotlib', 'scipy'} & set(sys.modules))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "set()"


def test_public_names_are_those_listed():
    assert sorted(nuzuh.__all__) == sorted(nuzuh._HOMES)
    for name in nuzuh.__all__:
        assert getattr(nuzuh, name).__doc__, name


def test_an_unknown_public_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="nonesuch"):
        nuzuh.nonesuch  # noqa: B018

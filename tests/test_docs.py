"""The pages are true: their examples run, their tables are the code's, their links lead somewhere.

When a parameter, a standard or the schema of a table has changed, '.venv/bin/python tests/test_docs.py' writes them
anew.
"""

import contextlib
import io
import json
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

import nuzuh
from nuzuh.cli import app
from nuzuh.scenario.schema import TABLES, columns_of
from nuzuh.scenario.standards import shipped_standards
from nuzuh.sources.registrations.names import known_names

ROOT = Path(__file__).parents[1]
PAGES = [*(ROOT / f"{name}.md" for name in ("README", "CONTRIBUTING", "CHANGELOG")), *sorted(ROOT.glob("docs/*.md"))]
MADE_LATER = {"docs/idlib.svg", "docs/idlib.md", "docs/performance.md"}  # from runs, and therefore last
BLOCK = re.compile(r"^```([a-z]+)[ ]?([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(<!-- table: (\w+) -->\n)(.*?)(<!-- end of table -->)", re.DOTALL)
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)


def bounds(low, high, above=False):
    """An interval in words."""
    words = "" if low is None else f"{'above' if above else 'from'} {low:,.15g} "
    return (words + ("" if high is None else f"to {high:,.15g}")).strip()


def parameter_rows():
    """All of `nuzuh.Params`."""
    yield "parameter", "default", "unit", "bounds", "meaning", "source"
    for rule, whole in nuzuh.Params.model_fields.items():
        for name, field in whole.annotation.model_fields.items():
            limits = {key: getattr(m, key) for m in field.metadata for key in ("gt", "ge", "le") if hasattr(m, key)}
            default = field.default if isinstance(field.default, str) else json.dumps(field.default)
            interval = bounds(limits.get("ge", limits.get("gt")), limits.get("le"), "gt" in limits)
            unit, source = (field.json_schema_extra[key] for key in ("unit", "source"))
            yield f"`{rule}.{name}`", f"`{default}`", unit, interval, field.description, source


def column_rows(table):
    """All columns of a table of a scenario."""
    yield "column", "values", "blank", "meaning", "HXL"
    for column in columns_of(table).values():
        limits = bounds(column.minimum, column.maximum)
        values = ", ".join(column.choices) or " ".join(f"{column.type} {limits} {column.unit}".split())
        yield f"`{column.name}`", values, column.default or "required" * column.required, column.description, column.hxl


def factor_rows():
    """All standards."""
    yield "factor", "value", "unit", "bounds", "meaning", "source"
    for factor in shipped_standards().values():
        limits = bounds(factor.minimum, factor.maximum)
        yield f"`{factor.factor}`", f"{factor.value:g}", factor.unit, limits, factor.description, factor.source


def name_rows():
    """Names of columns by which registrations are known; those of one role stand together, in order of preference."""
    yield "column", "habit", "names"
    for role, habit, names in known_names():
        yield role, habit, ", ".join(names)


def fresh_table(match):
    """A table of a page as the code has it."""
    special = {"parameters": parameter_rows, "factors": factor_rows, "names": name_rows}
    header, *rows = special[match[2]]() if match[2] in special else column_rows(match[2])
    return match[1] + "".join(f"| {' | '.join(row)} |\n" for row in (header, ["---"] * len(header), *rows)) + match[4]


def is_shown(wanted, shown):
    """Whether an output is the one in the page; blanks do not count, and ... stands for anything."""
    parts = ["".join(part.split()) for part in wanted.split("...")]
    return re.fullmatch(".*".join(map(re.escape, parts)), "".join(shown.split()), re.DOTALL) is not None


def edit(path, body):
    """Change a file as a box of a page says: lines with - go, those with + come in their place, or at the end."""
    lines, at, is_placed = path.read_text(encoding="utf-8").splitlines(), 0, False
    for line in body.splitlines():
        if line.startswith("-"):
            at, is_placed = lines.index(line[1:]), True
            del lines[at]
        else:
            assert line.startswith("+"), line
            at = at if is_placed else len(lines)
            lines.insert(at, line[1:])
            at += 1
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def run_console(body, exit_code):
    for command in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        line, _, wanted = command.partition("\n")
        if line.startswith("nuzuh "):
            ran = CliRunner().invoke(app, shlex.split(line)[1:])
            assert ran.exit_code == exit_code, f"{line}\n{ran.output}{ran.exception!r}"
            assert not wanted.strip() or is_shown(wanted, ran.output), f"{line}\n{ran.output}"


@each_page
def test_examples_run_and_show_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text, names, shown = page.read_text(encoding="utf-8"), {}, io.StringIO()
    for block in BLOCK.finditer(text):
        language, mark, body = block.groups()
        if language == "python":
            above = "\n" * text[: block.start(3)].count("\n")  # so that a traceback shows the line of the page
            with contextlib.redirect_stdout(io.StringIO()) as shown:
                exec(compile(above + body, page, "exec"), names)  # noqa: S102 (our own pages)
        elif language == "diff":
            edit(Path(mark), body)
        elif language == "yaml" and mark:
            Path(mark).parent.mkdir(exist_ok=True)
            Path(mark).write_text(body, encoding="utf-8")
        elif language == "console":
            run_console(body, int(mark.removeprefix("exit=") or 0))
        elif mark == "output":
            assert is_shown(body, shown.getvalue()), shown.getvalue()


@each_page
def test_tables_are_those_of_the_code(page):
    text = page.read_text(encoding="utf-8")
    assert text == TABLE.sub(fresh_table, text), "run '.venv/bin/python tests/test_docs.py' and look at the difference"


def test_every_table_stands_in_one_page():
    found = [match[1] for page in PAGES for match in TABLE.findall(page.read_text(encoding="utf-8"))]
    assert sorted(found) == sorted(["parameters", "factors", "names", *TABLES])


@each_page
def test_links_lead_to_files(page):
    for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
        target = (page.parent / link).resolve()
        assert "://" in link or target.exists() or str(target.relative_to(ROOT)) in MADE_LATER, link


def test_versions_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    cited = re.search(r"^version: (.+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited[1] == project["version"] == nuzuh.__version__


if __name__ == "__main__":
    for path in PAGES:
        path.write_text(TABLE.sub(fresh_table, path.read_text(encoding="utf-8")), encoding="utf-8")

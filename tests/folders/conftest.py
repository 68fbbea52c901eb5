"""Folders to break: copies of the shipped valley in which one thing is changed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import nuzuh
from nuzuh.scenario.folder import find_folder, read_folder


@dataclass
class Folder:
    """A scenario folder that a test may change."""

    path: Path

    def edit(self, file, old, new):
        text = (self.path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        self.write(file, text.replace(old, new))

    def write(self, file, content):
        raw = content if isinstance(content, bytes) else content.encode()
        (self.path / file).write_bytes(raw)

    def faults(self):
        return nuzuh.check(self.path)

    def tables(self):
        scenario, faults = read_folder(self.path)
        assert faults == []
        return scenario.tables

    def lines(self):
        """What `nuzuh check` prints, without the folder."""
        return [str(fault).removeprefix(f"{self.path}/") for fault in self.faults()]


@pytest.fixture
def valley(tmp_path):
    path = tmp_path / "valley"
    shutil.copytree(find_folder("valley"), path)
    return Folder(path)

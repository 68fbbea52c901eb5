"""A small folder of the model Flee, to be broken by tests."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from nuzuh.model.params import param_faults
from nuzuh.scenario.flee.folder import read_flee

FILES = {
    "simsetting.yml": "spawn_rules:\n  take_from_population: False\nmove_rules:\n  max_move_speed: 200.0\n",
    "input_csv/locations.csv": (
        "#name,region,country,latitude,longitude,location_type,conflict_date,population\n"
        "Alpha,North,Home,10.5,20.5,conflict_zone,0,1000\n"
        "Beta,South,Home,10.6,20.6,town,,500\n"
        "Gamma,East,Abroad,10.7,20.7,camp,,400\n"
    ),
    "input_csv/routes.csv": "#name1,name2,distance,forced_redirection\nAlpha,Beta,50,0\nBeta,Gamma,80,\n",
    "input_csv/sim_period.csv": "StartDate,2020-01-01\nLength,10\n",
    "input_csv/conflicts.csv": "#Day,Alpha,Beta\n" + "".join(f"{day},1,0\n" for day in range(10)),
    "input_csv/closures.csv": "#closure_type,name1,name2,closure_start,closure_end\n",
    "input_csv/registration_corrections.csv": "",
    "source_data/data_layout.csv": "total,refugees.csv\nGamma,gamma.csv\n",
    "source_data/refugees.csv": "Date,Refugees\n2020-01-01,100\n2020-01-11,250\n",
    "source_data/gamma.csv": "2020-01-01,100\n2020-01-06,200\n2020-01-11,250\n",
}
"""A sound folder: one conflict zone, one town, one camp abroad, ten days."""
SHORT = {
    "settings": "simsetting.yml",
    "layout": "source_data/data_layout.csv",
    "gamma": "source_data/gamma.csv",
    "corrections": "input_csv/registration_corrections.csv",
    "period": "input_csv/sim_period.csv",
}


@dataclass
class FleeFolder:
    """A folder that a test may change."""

    path: Path
    _read: dict = field(default_factory=dict)  # what was read since the last change: reading takes most of the time

    def file(self, name):
        """A file by its path in the folder, or by a short name; `routes` is input_csv/routes.csv."""
        known = name if "/" in name or "." in name else f"input_csv/{name}.csv"
        return self.path / SHORT.get(name, known)

    def write(self, name, content):
        raw = content if isinstance(content, bytes) else content.encode()
        self.file(name).parent.mkdir(parents=True, exist_ok=True)
        self.file(name).write_bytes(raw)
        self._read.clear()
        return self

    def add(self, name, text):
        return self.write(name, self.file(name).read_text(encoding="utf-8") + text)

    def edit(self, name, old, new):
        text = self.file(name).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        return self.write(name, text.replace(old, new))

    def delete(self, name):
        self.file(name).unlink()
        self._read.clear()
        return self

    def read(self, lenient):
        if lenient not in self._read:
            self._read[lenient] = read_flee(self.path, lenient=lenient)
        return self._read[lenient]

    def settings(self, text):
        """Write simsetting.yml; lines begin with `move:` or `spawn:` for their section."""
        sections = {"move_rules": [], "spawn_rules": []}
        for line in text.strip().split("\n"):
            name, _, rest = line.partition(": ")
            sections[f"{name.strip()}_rules"].append(rest)
        rows = [f"{name}:\n" + "".join(f"  {row}\n" for row in rows) for name, rows in sections.items() if rows]
        return self.write("settings", "".join(rows))

    def params(self, *, lenient=False):
        """Parameters by dotted name, over Flee's."""
        nested = dict(self.scenario(lenient=lenient).params)
        assert nested.pop("preset") == "flee3"
        assert param_faults(nested) == []
        return {f"{rule}.{name}": value for rule, names in nested.items() for name, value in names.items()}

    def lines(self, *, lenient=False):
        """All faults as they are printed, without the folder."""
        scenario, faults = self.read(lenient)
        assert (scenario is None) == any(fault.level == "error" for fault in faults)
        return [str(fault).removeprefix(f"{self.path}/") for fault in faults]

    def scenario(self, *, lenient=False, warnings=True):
        """The scenario; with `warnings` False, there must be none."""
        scenario, faults = self.read(lenient)
        assert scenario is not None, faults
        assert warnings or not faults, faults
        return scenario

    def rows(self, table, *columns, lenient=False):
        """The rows of a table as tuples of these columns, dates as ISO text."""
        frame = self.scenario(lenient=lenient).tables[table][list(columns)]
        dated = frame.select_dtypes("datetime").columns
        frame = frame.assign(**{name: frame[name].dt.strftime("%Y-%m-%d") for name in dated})
        return [tuple(row) for row in frame.astype(object).itertuples(index=False)]


@pytest.fixture
def flee(tmp_path):
    folder = FleeFolder(tmp_path / "crisis")
    for name, text in FILES.items():
        folder.write(name, text)
    return folder

"""Make src/nuzuh/forecast/residuals.csv: errors of past forecasts, in units of their scale, of the crises given.

The folders are of the model Flee, with registrations in source_data:

    .venv/bin/python scripts/reference_residuals.py ../shared/data/flee/*/
"""

import sys
from pathlib import Path

import numpy as np

from nuzuh.forecast.crises import registrations_of_flee
from nuzuh.forecast.hindcast import hindcast
from nuzuh.forecast.residuals import COLUMNS, TABLE
from nuzuh.forecast.tasks import STEP_DAYS
from nuzuh.scenario.flee.folder import is_flee_folder

TARGET = Path(__file__).parents[1] / "src/nuzuh/forecast" / TABLE


def main(folders: list[Path]) -> None:
    """Write the table, a row for each forecast that could be checked."""
    rows = [",".join(COLUMNS)]
    for folder in sorted(folder for folder in folders if is_flee_folder(folder)):
        registrations, _ = registrations_of_flee(folder)
        places = hindcast(registrations, np.arange(0, registrations.last_day + 1, STEP_DAYS))
        for found in (places, places.total):
            errors = found.residuals()
            columns = zip(errors.crisis, errors.horizon, errors.z, errors.age, errors.r, strict=True)
            rows += [f"{name},{found.of},{horizon},{z:.3f},{age:.3f},{r:.4f}" for name, horizon, z, age, r in columns]
    TARGET.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(rows) - 1:,} rows")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])

"""A batch: some members of a plan, run wherever there is a processor, and what comes back."""

from __future__ import annotations

import io
import pickle
import time
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import h5netcdf
import numpy as np
import xarray as xr

import nuzuh
from nuzuh.ensembles.plan import Plan
from nuzuh.errors import UsageError
from nuzuh.model.interrupts import interrupts_held
from nuzuh.model.result import Tallies, compression
from nuzuh.model.setting import Setting
from nuzuh.model.simulate import run_members

if TYPE_CHECKING:
    import h5py

TALLIES = "tallies"
"""Group of a file in which stands, member by member, what was counted beside the result."""


class Batch(NamedTuple):
    """Members that have been run.

    Args:
        content: A NetCDF file: their result, their parameters where these differ, and what was counted beside it.
        wall_s: Time that it took, in seconds.
        cpu_s: Processor time that it took.
    """

    content: bytes
    wall_s: float
    cpu_s: float


def run_batch(packed: bytes, members: range) -> Batch:
    """Run some members of a plan. A pure function: it reads and writes no file.

    Args:
        packed: `Plan.packed`; what was worked out from it is kept for the next batch.
        members: Their numbers.

    Raises:
        UsageError: The plan was made by another version of nuzuh.
        BalanceError: People appeared or vanished.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    plan, compiled = _opened(packed)
    result, tallies = run_members(
        lambda member: plan.setting_of(member, compiled), members, seed=plan.seed, engine=plan.engine
    )
    buffer = io.BytesIO()
    whole = _with_particulars(result, plan, members).assign_attrs(itineraries=compiled.itineraries.describe())
    with interrupts_held():
        whole.to_netcdf(buffer, engine="h5netcdf", encoding=compression(result))
        write_tallies(buffer, tallies)
    return Batch(buffer.getvalue(), time.perf_counter() - wall, time.process_time() - cpu)


def write_tallies(file: io.BytesIO, tallies: Tallies) -> None:
    """Add what was counted beside a result to its file.

    In a group of its own: who opens the file sees the result alone, and more members can be added to it.
    """
    with h5netcdf.File(file, "r+") as opened:
        group = opened.create_group(TALLIES)
        for name, values in tallies._asdict().items():
            group.create_variable(name, ("member",), data=values)


def tallies_in(file: h5py.File) -> dict[str, Any]:
    """What was counted beside the result in a file, by name.

    Raises:
        KeyError: The file was not written by an ensemble.
    """
    return {name: file[TALLIES][name][:] for name in Tallies._fields}


@lru_cache(maxsize=1)
def _opened(packed: bytes) -> tuple[Plan, Setting]:
    version, plan = pickle.loads(packed)  # noqa: S301 (made by this program, for itself)
    if version != nuzuh.__version__:
        message = f"nuzuh {nuzuh.__version__} cannot run a plan of nuzuh {version}: install the same on all computers"
        raise UsageError(message)
    unpacked: Plan = pickle.loads(plan)  # noqa: S301
    return unpacked, unpacked.setting_of(0)  # which all others share what they can with


def _with_particulars(result: xr.Dataset, plan: Plan, members: range) -> xr.Dataset:
    """A result with its members' own parameters, and with the identity of its plan in place of one member's."""
    rows = [plan.values_of(member) for member in members]
    values: dict[str, Any] = {
        name: ("member", np.array([row[name] for row in rows], dtype=kind), {"long_name": f"parameter {name}"})
        for name, kind in plan.varied.items()
    }
    attrs = result.attrs | plan.identity | {"seed": plan.seed, "params": plan.centre.model_dump_json()}
    attrs["population"] = plan.scenario.population  # of the table, at whichever level the members are
    if plan.varied:
        attrs["priors"] = plan.describe()
    del attrs["command"]  # that of a worker says nothing
    return result.assign_coords(values).assign_attrs(attrs)

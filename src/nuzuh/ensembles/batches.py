"""A batch: some members of a plan, run wherever there is a processor, and what comes back."""

from __future__ import annotations

import io
import pickle
import time
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import xarray as xr

from nuzuh.ensembles.plan import Plan
from nuzuh.model.result import compression
from nuzuh.model.setting import Setting
from nuzuh.model.simulate import run_members

if TYPE_CHECKING:
    from nuzuh.model.result import Tallies

N_DRAWS, N_UNPLACED = "n_draws", "n_unplaced"
"""Names of what is counted beside a result, in the file of a batch."""


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
        BalanceError: People appeared or vanished.
    """
    wall, cpu = time.perf_counter(), time.process_time()
    plan, compiled = _opened(packed)
    result, tallies = run_members(
        lambda member: plan.setting_of(member, compiled), members, seed=plan.seed, engine=plan.engine
    )
    buffer = io.BytesIO()
    whole = _with_particulars(result, plan, members, tallies)
    whole.to_netcdf(buffer, engine="h5netcdf", encoding=compression(result))
    return Batch(buffer.getvalue(), time.perf_counter() - wall, time.process_time() - cpu)


@lru_cache(maxsize=1)
def _opened(packed: bytes) -> tuple[Plan, Setting]:
    plan: Plan = pickle.loads(packed)  # noqa: S301 (made by this program, for itself)
    return plan, plan.setting_of(0)


def _with_particulars(result: xr.Dataset, plan: Plan, members: range, tallies: Tallies) -> xr.Dataset:
    """A result with what is its members' own, and with the identity of its plan in place of one member's."""
    rows = [plan.values_of(member) for member in members]
    values = {name: ("member", [row[name] for row in rows], {"long_name": f"parameter {name}"}) for name in plan.varied}
    own = {N_DRAWS: ("member", tallies.n_draws), N_UNPLACED: ("member", tallies.n_unplaced)}
    attrs = result.attrs | plan.identity | {"seed": plan.seed, "params": plan.centre.model_dump_json()}
    if plan.varied:
        attrs["priors"] = plan.describe()
    del attrs["command"]  # that of a worker says nothing
    return result.assign(own).assign_coords(values).assign_attrs(attrs)

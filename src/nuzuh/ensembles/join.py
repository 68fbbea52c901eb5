"""Files of some members each, put together into one result without unpacking them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5netcdf
import h5py
import numpy as np
import xarray as xr

from nuzuh.ensembles.batches import N_DRAWS, N_UNPLACED
from nuzuh.ensembles.store import Piece
from nuzuh.model.result import Tallies, compression, with_tallies
from nuzuh.typing import Ints

HIDDEN = ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME", "_Netcdf4Dimid", "_Netcdf4Coordinates")
"""Attributes by which a file knows its own dimensions."""
TALLIES = (N_DRAWS, N_UNPLACED)


def join(pieces: Sequence[Piece], n_members: int, path: Path, attrs: Mapping[str, Any]) -> None:
    """Write members 0 to n - 1 as one result.

    The compressed numbers are copied as they are: a member takes as many bytes of memory as it has on the disk, and
    the file is the same however the members were divided among the pieces.

    Args:
        pieces: Files that hold them all.
        n_members: How many.
        path: The file to write.
        attrs: Further attributes of the result.
    """
    places = _places(pieces, n_members)
    with xr.open_dataset(pieces[0].path, engine="h5netcdf") as first:
        variables = [str(name) for name in first.data_vars if name not in TALLIES]
        _write_head(first[variables], pieces, places, path, attrs)
    with h5py.File(path, "r+") as target:
        for number, piece in enumerate(pieces):
            wanted = np.flatnonzero(places[:, 0] == number)
            with h5py.File(piece.path, "r") as source:
                for name in variables:
                    _copy(source[name], target[name], places[wanted, 1], wanted)


def _places(pieces: Sequence[Piece], n_members: int) -> Ints:
    """Number of a piece that holds each member, and its place there, shape (members, 2)."""
    places = np.full((n_members, 2), -1)
    for number, piece in enumerate(pieces):
        for at, member in enumerate(piece.members):
            if member < n_members:
                places[member] = number, at
    return places


def _write_head(first: xr.Dataset, pieces: Sequence[Piece], places: Ints, path: Path, attrs: Mapping[str, Any]) -> None:
    """Write all but the numbers: dimensions, coordinates, attributes, and variables without any content."""
    own = {str(name) for name, coord in first.coords.items() if coord.dims == ("member",)} - {"member"}
    by_member = _by_member(pieces, places, own)
    head = first.drop_vars([*first.data_vars, *own, "member"]).assign_attrs(attrs)
    coords = {name: ("member", by_member[name], first[name].attrs) for name in sorted(own)}
    member = ("member", np.arange(len(places)), first["member"].attrs)
    head = with_tallies(
        head.assign_coords(coords | {"member": member}), Tallies(by_member[N_DRAWS], by_member[N_UNPLACED])
    )
    head.to_netcdf(path, engine="h5netcdf")
    with h5netcdf.File(path, "a") as file:
        file.attrs.pop("coordinates", None)
        for name, settings in compression(first).items():
            array = first[name]
            file.create_variable(
                name,
                array.dims,
                array.dtype,
                chunks=settings["chunksizes"],
                compression="gzip",
                compression_opts=settings["complevel"],
                shuffle=settings["shuffle"],
            )
    with h5py.File(pieces[0].path, "r") as source, h5py.File(path, "r+") as target:
        for name in compression(first):
            for key in sorted(set(source[name].attrs) - {*HIDDEN}):
                target[name].attrs[key] = source[name].attrs[key]


def _by_member(pieces: Sequence[Piece], places: Ints, names: set[str]) -> dict[str, Any]:
    """What is of each member, from all pieces, in order of the members."""
    found: dict[str, Any] = {}
    for number, piece in enumerate(pieces):
        wanted = np.flatnonzero(places[:, 0] == number)
        with xr.open_dataset(piece.path, engine="h5netcdf") as opened:
            for name in [*names, *TALLIES]:
                values = opened[name].values
                found.setdefault(name, np.empty(len(places), dtype=values.dtype))[wanted] = values[places[wanted, 1]]
    return found


def _copy(source: h5py.Dataset, target: h5py.Dataset, rows: Ints, to_rows: Ints) -> None:
    """Copy the compressed chunks of some members."""
    rest = (0,) * (len(source.shape) - 1)
    for row, to_row in zip(rows.tolist(), to_rows.tolist(), strict=True):
        mask, content = source.id.read_direct_chunk((row, *rest))
        target.id.write_direct_chunk((to_row, *rest), content, filter_mask=mask)

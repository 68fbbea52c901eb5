"""Files of some members each, put together into one result without unpacking them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import h5netcdf
import h5py
import numpy as np
import xarray as xr

from nuzuh.ensembles.batches import tallies_in, write_tallies
from nuzuh.ensembles.store import Piece
from nuzuh.model.disk import Disk
from nuzuh.model.result import Tallies, compression, with_tallies
from nuzuh.typing import Ints

HIDDEN = ("DIMENSION_LIST", "REFERENCE_LIST", "CLASS", "NAME", "_Netcdf4Dimid", "_Netcdf4Coordinates")
"""Attributes by which a file knows its own dimensions."""
OF_A_RESULT = ("command", *Tallies._fields)
"""Attributes that are not those of the members in a file."""


class Places(NamedTuple):
    """Where each member is found.

    Args:
        piece: Number of a piece that holds it, shape (members,).
        row: Its place in that piece.
    """

    piece: Ints
    row: Ints

    @property
    def runs(self) -> list[Ints]:
        """Members that follow each other in one piece, in order."""
        return np.split(np.arange(len(self.piece)), np.flatnonzero(np.diff(self.piece)) + 1)


def join(pieces: Sequence[Piece], n_members: int, path: Path, attrs: Mapping[str, Any]) -> None:
    """Write members 0 to n - 1 as one result.

    The compressed numbers are copied as they are: a member takes as many bytes of memory as it has on the disk, and
    the file is the same however the members were divided among the pieces.

    Args:
        pieces: Files that hold them all.
        n_members: How many.
        path: The file to write.
        attrs: Further attributes of the result.

    Raises:
        OSError: There is no room for it.
    """
    places = _places(pieces, n_members)
    with xr.open_dataset(pieces[0].path, engine="h5netcdf") as first:
        own = sorted(str(name) for name, coord in first.coords.items() if coord.dims == ("member",))
        by_member = _by_member(pieces, places, own)
        tallies = Tallies(*(by_member.pop(name) for name in Tallies._fields))
        head = io.BytesIO()
        with_tallies(_head(first, by_member, attrs), tallies).to_netcdf(head, engine="h5netcdf")
        _add_variables(head, first, pieces[0].path)
        write_tallies(head, tallies)
        variables = list(compression(first))
    with Disk(path) as disk:
        disk.write(head.getvalue())
        disk.check()
        with h5py.File(disk, "r+") as target:
            arrays = [target[name].id for name in variables]
            for run in places.runs:
                with h5py.File(pieces[places.piece[run[0]]].path, "r") as source:
                    _copy([source[name].id for name in variables], arrays, places.row[run], run)
                disk.check()


def _places(pieces: Sequence[Piece], n_members: int) -> Places:
    places = Places(np.full(n_members, -1), np.full(n_members, -1))
    for number, piece in enumerate(pieces):
        members = np.array(piece.members)
        rows = np.flatnonzero(members < n_members)
        places.piece[members[rows]], places.row[members[rows]] = number, rows
    return places


def _by_member(pieces: Sequence[Piece], places: Places, own: Sequence[str]) -> dict[str, Any]:
    """What each member has of its own and what was counted beside it, in order of the members."""
    found: dict[str, Any] = {}
    for number, piece in enumerate(pieces):
        wanted = np.flatnonzero(places.piece == number)
        with h5py.File(piece.path, "r") as source:
            arrays = {name: source[name][:] for name in own} | tallies_in(source)
        for name, values in arrays.items():
            found.setdefault(name, np.empty(len(places.piece), values.dtype))[wanted] = values[places.row[wanted]]
    return found


def _head(first: xr.Dataset, own: Mapping[str, Any], attrs: Mapping[str, Any]) -> xr.Dataset:
    """All but the numbers: dimensions, coordinates and attributes."""
    kept = {name: value for name, value in first.attrs.items() if name not in {*OF_A_RESULT, *attrs}}
    coords = {name: ("member", values, first[name].attrs) for name, values in own.items()}
    head = first.drop_vars([*first.data_vars, *own]).assign_coords(coords)
    head.attrs = kept | dict(attrs)
    return head


def _add_variables(head: io.BytesIO, first: xr.Dataset, path: Path) -> None:
    """Add the variables of a piece without any content."""
    with h5netcdf.File(head, "r+") as file:
        file.attrs.pop("coordinates", None)
        for name, settings in compression(first).items():
            file.create_variable(
                name,
                first[name].dims,
                first[name].dtype,
                chunks=settings["chunksizes"],
                compression="gzip",
                compression_opts=settings["complevel"],
                shuffle=settings["shuffle"],
            )
    with h5py.File(path, "r") as source, h5py.File(head, "r+") as target:
        if "coordinates" in source.attrs:  # those that no variable has, such as the ends of routes
            target.attrs["coordinates"] = source.attrs["coordinates"]
        for name in compression(first):
            for key in sorted(set(source[name].attrs) - {*HIDDEN}):
                target[name].attrs[key] = source[name].attrs[key]


def _copy(source: Sequence[h5py.h5d.DatasetID], target: Sequence[h5py.h5d.DatasetID], rows: Ints, to: Ints) -> None:
    """Copy the compressed chunks of some members, one member after the other, so that the order is always the same."""
    pairs = [(*arrays, (0,) * (arrays[0].rank - 1)) for arrays in zip(source, target, strict=True)]
    for row, to_row in zip(rows.tolist(), to.tolist(), strict=True):
        for from_array, to_array, rest in pairs:
            mask, content = from_array.read_direct_chunk((row, *rest))
            to_array.write_direct_chunk((to_row, *rest), content, filter_mask=mask)

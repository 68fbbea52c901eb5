"""A run as Parquet: every number of every member, for data frames and databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from nuzuh.errors import UsageError
from nuzuh.model.result import slabs
from nuzuh.outputs.origin import origin_of

if TYPE_CHECKING:
    import xarray as xr

DIMS: Final = ("member", "day", "location")
LABELS: Final = ("kind", "country", "admin1", "admin2", "pcode")
"""Columns that repeat for each row of a location: stored once, and as numbers in the rows."""
ROWS_BYTES: Final = 2**23
"""Of one variable at a time: a million rows, which with all columns take some hundred megabytes."""


def write_parquet(result: xr.Dataset, path: Path, progress: Callable[[int, int], None] | None = None) -> None:
    """Write a row for each member, date and location, with a column for each variable that is told by them.

    Members are read a few at a time. What is told by group or by unit of administration stays in NetCDF.

    Args:
        result: As `simulate` gives it, or as `ensemble` left it on the disk.
        path: The file.
        progress: Called with all members and those done.

    Raises:
        UsageError: pyarrow is not installed.
    """
    arrow, parquet = _libraries()
    named = [str(name) for name, array in result.data_vars.items() if array.dims == DIMS]
    fields = [
        arrow.field("member", arrow.int64()),
        arrow.field("date", arrow.date32()),
        *(arrow.field(name, arrow.dictionary(arrow.int32(), arrow.string())) for name in ("location", *LABELS)),
        *(_numbers(arrow, result[name]) for name in named),
    ]
    schema = arrow.schema(fields, metadata={f"nuzuh.{key}": text for key, text in origin_of(result).items()})
    labels = {name: _texts(result, name) for name in ("location", *LABELS)}
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        n_done = 0
        for part in slabs(result[named], "member", ROWS_BYTES):
            writer.write_table(arrow.Table.from_arrays(_arrays(arrow, part, named, labels), schema=schema))
            n_done += part.sizes["member"]
            if progress is not None:
                progress(result.sizes["member"], n_done)


def _arrays(arrow: Any, part: xr.Dataset, named: list[str], labels: dict[str, list[str]]) -> list[Any]:
    """The columns of some members, in order of member, date and location."""
    n_members, n_days, n_places = (part.sizes[dim] for dim in DIMS)
    dates = np.tile(np.repeat(part["date"].values.astype("datetime64[D]"), n_places), n_members)
    at = np.tile(np.arange(n_places, dtype=np.int32), n_members * n_days)
    return [
        arrow.array(np.repeat(part["member"].values, n_days * n_places)),
        arrow.array(dates),
        *(_labelled(arrow, at, texts) for texts in labels.values()),
        *(arrow.array(part[name].values.ravel()) for name in named),
    ]


def _labelled(arrow: Any, at: Any, texts: list[str]) -> Any:
    """The text of each row's location, each text stored once."""
    kept = list(dict.fromkeys(texts))
    number = {text: ix for ix, text in enumerate(kept)}
    rows = np.array([number[text] for text in texts], dtype=np.int32)[at]
    return arrow.DictionaryArray.from_arrays(rows, arrow.array(kept, arrow.string()))


def _texts(result: xr.Dataset, name: str) -> list[str]:
    if name not in result.coords:
        return [""] * result.sizes["location"]
    return [str(text) for text in result[name].values]


def _numbers(arrow: Any, array: xr.DataArray) -> Any:
    metadata = {key: str(array.attrs[key]) for key in ("long_name", "units")}
    return arrow.field(str(array.name), arrow.from_numpy_dtype(array.dtype), metadata=metadata)


def _libraries() -> tuple[Any, Any]:
    """The two modules of pyarrow that are used.

    Raises:
        UsageError: It is not installed.
    """
    try:
        import pyarrow as arrow  # type: ignore[import-untyped]  # noqa: PLC0415 (an extra)
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError:
        message = "Parquet needs pyarrow, which is not installed: pip install 'nuzuh[parquet]'"
        raise UsageError(message) from None
    return arrow, parquet

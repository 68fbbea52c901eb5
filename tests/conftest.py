"""Shared by all tests."""

import hashlib
import os
from pathlib import Path

ROOT = Path(__file__).parent.parent

# numba keeps compiled code by the date of a function's own file and does not see that a function it calls has
# changed; a folder named after all of the model's sources does.
sources = sorted((ROOT / "src/nuzuh/model").rglob("*.py"))
fingerprint = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:12]
os.environ.setdefault("NUMBA_CACHE_DIR", str(ROOT / ".cache" / "numba" / fingerprint))

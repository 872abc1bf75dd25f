"""The addresses of static files, with a mark of their contents, so that browsers may keep them for ever."""

import functools
import hashlib
from pathlib import Path

STATIC = Path(__file__).with_name("static")


@functools.cache
def mark(name: str) -> str:
    """What changes whenever the contents of the static file ``name`` do. Raises FileNotFoundError with the fix."""
    path = STATIC / name
    if not path.is_file():
        raise FileNotFoundError(
            f"{path} is missing: install the collector again (pip install -e collector) to fetch it"
        )
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def static_url(name: str) -> str:
    """Where the static file ``name`` is served."""
    return f"/static/{name}?v={mark(name)}"

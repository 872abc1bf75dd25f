"""What must not stand in a file that git keeps: a package index's address, a path of one machine, others' files."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Written in parts, or this file would be its own first finding.
INDEXES = tuple(
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("yarnpkg", "com"))
)
ADDRESS = re.compile(r"--(?:extra-)?index-url|--find-links|\"resolved\":|^registry\s*=|file:///")
LOCKS = re.compile(r"(\.lock|package-lock\.json)$")
OTHERS = re.compile(r"\.min\.(js|css)$|(^|/)(node_modules|vendor)/")
COMMON = ("/", "/root")  # the same everywhere, so no sign of one machine
LARGEST_BYTES = 300_000  # the lock files are the largest that belong here


def findings(root: Path) -> Iterator[str]:
    """One sentence per finding, with the file and the fix."""
    places = tuple(place for place in (str(root), str(Path.home())) if place not in COMMON)
    for path in _tracked(root):
        name = path.relative_to(root).as_posix()
        if OTHERS.search(name):
            yield f"{name} is somebody else's: declare it in package.json, it is fetched when the wheel is built"
        content = path.read_bytes()
        if len(content) > LARGEST_BYTES:
            yield f"{name} is {len(content)} bytes: nothing above {LARGEST_BYTES} belongs in git"
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode("utf-8", "replace").splitlines(), 1):
            yield from (f"{name}:{number} {finding}" for finding in _in_line(line, places, bool(LOCKS.search(name))))


def _in_line(line: str, places: tuple[str, ...], is_lock: bool) -> Iterator[str]:
    if any(index in line for index in INDEXES):
        yield "names a package index: everybody has an index of their own, leave it to their configuration"
    if is_lock and ADDRESS.search(line):
        yield "says where packages come from: a lock holds versions and hashes only (python3 run.py lock)"
    yield from (f"holds the path {place} of this machine" for place in places if place in line)


def _tracked(root: Path) -> Iterator[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True).stdout
    paths = (root / name for name in listed.decode().split("\0") if name)
    return (path for path in paths if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit("\n".join(findings(ROOT)) or 0)

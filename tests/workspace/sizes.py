"""A file of the product holds one concept and is short enough to be read in one go; what is data has its reason."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 320  # CONTRIBUTING says about 300
PRODUCT = ("agent/barometer_agent/**/*.py", "collector/barometer_collector/**/*.py", "shared/barometer_shared/**/*.py")
# What may be longer, and why.
DATA = {
    "agent/barometer_agent/language/*.py": "texts alone: who adds a language translates one file from top to bottom",
}


def too_long(root: Path) -> list[str]:
    """The files that are longer, each with what to do."""
    data = {path for pattern in DATA for path in root.glob(pattern) if path.name != "__init__.py"}
    found = sorted({path for pattern in PRODUCT for path in root.glob(pattern)} - data)
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in found}
    return [
        f"{path.relative_to(root).as_posix()} has {count} lines, and {MOST_LINES} is the most: make it a folder"
        for path, count in lines.items()
        if count > MOST_LINES
    ]


if __name__ == "__main__":
    sys.exit("\n".join(too_long(ROOT)) or 0)

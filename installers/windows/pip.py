"""The pip that downloads and packs. An environment that uv made has none of its own; its Python carries one."""

import importlib.util
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path

MISSING = (
    "{python} has no pip, and no wheel of it in {places}.\n"
    "Fix: uv pip install pip (where uv made the environment), or on Debian apt install python3-pip-whl"
)


def command(*arguments: str) -> list[str]:
    """How this Python runs pip with those arguments. Raises FileNotFoundError, with the fix, where there is none."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip", *arguments]
    return [sys.executable, str(carried(places()) / "pip"), *arguments]


def places() -> list[Path]:
    """Where a Python keeps the wheel with which ``venv`` puts pip into an environment (WHEEL_PKG_DIR: of a Linux)."""
    own = sysconfig.get_config_var("WHEEL_PKG_DIR")
    return [Path(sysconfig.get_path("stdlib")) / "ensurepip" / "_bundled", *([Path(own)] if own else [])]


def carried(folders: Sequence[Path]) -> Path:
    """The wheel of pip in one of ``folders``, of which Python runs what is inside. Raises FileNotFoundError."""
    found = [wheel for folder in folders for wheel in sorted(folder.glob("pip-*.whl"))]
    if not found:
        raise FileNotFoundError(MISSING.format(python=sys.executable, places=" or ".join(map(str, folders))))
    return found[-1]

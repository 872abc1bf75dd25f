"""Compiling beforehand: the agent starts faster, and writes none itself, as an uninstall would leave it behind."""

import compileall
import py_compile
from pathlib import Path

NEVER_CHECKED = py_compile.PycInvalidationMode.UNCHECKED_HASH  # what is installed changes with an upgrade alone


def write(folder: Path) -> None:
    """Put the bytecode of every module below ``folder`` beside it, without a path of this machine in it."""
    compileall.compile_dir(
        folder, stripdir=folder.parent, prependdir="lib", quiet=2, invalidation_mode=NEVER_CHECKED, workers=1
    )

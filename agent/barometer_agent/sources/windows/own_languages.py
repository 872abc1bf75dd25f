"""The languages of a person on Windows, in which it shows its own texts: GetUserPreferredUILanguages.

Windows writes them one after the other, each with a zero behind it and one more behind the last.
"""

import ctypes
from typing import Any

from barometer_agent.sources.windows.native import function

_BY_NAME = 8  # MUI_LANGUAGE_NAME: as nl-NL
_MOST = 4096  # characters; each language has at most 85 (LOCALE_NAME_MAX_LENGTH)


def read() -> tuple[str, ...]:
    """The tags, the dearest first; none where Windows does not tell. Raises NoData elsewhere."""
    count, size = ctypes.c_uint32(), ctypes.c_uint32(_MOST)
    told = ctypes.create_unicode_buffer(_MOST)
    ask = function("kernel32", "GetUserPreferredUILanguages", ctypes.c_int, ctypes.c_uint32, *[ctypes.c_void_p] * 3)
    given = ask(_BY_NAME, ctypes.byref(count), told, ctypes.byref(size))
    return parse(_whole(told, size.value)) if given else ()


def parse(text: str) -> tuple[str, ...]:
    """The tags in what Windows wrote."""
    return tuple(tag for tag in text.split("\0") if tag)


def _whole(told: Any, size: int) -> str:
    """Past the zeros between them too."""
    whole: str = told[: min(size, _MOST)]
    return whole

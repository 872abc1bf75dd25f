"""Where this Windows keeps what all accounts share, asked of Windows and not of the environment, which anybody sets.

Microsoft, "SHGetKnownFolderPath function", "KNOWNFOLDERID" (FOLDERID_ProgramData).
"""

import ctypes
from pathlib import Path

from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.native import function

_PROGRAM_DATA = "62AB5D82-FDC1-4DC3-A9DD-070D1D495D97"


def program_data() -> Path:
    """``C:\\ProgramData`` on most. Raises NoData."""
    pointer = ctypes.c_void_p
    find = function("shell32", "SHGetKnownFolderPath", ctypes.c_int32, pointer, ctypes.c_uint32, pointer, pointer)
    found = pointer()
    code = find(ctypes.byref(native.guid(_PROGRAM_DATA)), 0, None, ctypes.byref(found))
    try:
        if code:
            raise native.failed("SHGetKnownFolderPath", code)
        return Path(ctypes.wstring_at(found.value or 0))
    finally:
        function("ole32", "CoTaskMemFree", None, pointer)(found)

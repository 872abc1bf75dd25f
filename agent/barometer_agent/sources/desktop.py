"""Is there a graphical desktop on this machine that a person could sign in to?"""

import sys
from pathlib import Path

# Where display managers look for the sessions they offer: freedesktop Desktop Entry files.
_SESSION_FOLDERS = (Path("/usr/share/xsessions"), Path("/usr/share/wayland-sessions"))


def is_installed(platform: str = sys.platform, folders: tuple[Path, ...] = _SESSION_FOLDERS) -> bool:
    """True where a desktop session is installed; on Windows and macOS there always is one."""
    if platform != "linux":
        return True
    return any(next(folder.glob("*.desktop"), None) for folder in folders)

"""A folder that is one account's alone, and stays so while something is put into it.

It is opened once and looked at, and all is done in what was opened: whatever somebody puts in its place meanwhile,
nothing is written there. Windows can open no folder so; there it lies where nobody else may write.
"""

import os
import secrets
import stat
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_MINE, _MY_FILE = 0o700, 0o600
_UNFINISHED = ".part"


class PrivateFolder:
    """Made where it is not there, and closed to others. Raises OSError where it is a link or somebody else's."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._opened = _open(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._opened is not None:
            os.close(self._opened)

    def put(self, name: str, content: bytes) -> None:
        """Have the file ``name`` be this, at once and for this account alone. Raises OSError."""
        unfinished = f"{secrets.token_hex(8)}{_UNFINISHED}"
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        try:
            with os.fdopen(os.open(self._at(unfinished), flags, _MY_FILE, dir_fd=self._opened), "wb") as file:
                file.write(content)
            os.replace(self._at(unfinished), self._at(name), src_dir_fd=self._opened, dst_dir_fd=self._opened)
        except OSError:
            with suppress(OSError):
                os.unlink(self._at(unfinished), dir_fd=self._opened)
            raise

    def forget(self, suffix: str, before: float) -> None:
        """Delete the files with this suffix, and unfinished ones, that were last written ``before`` (since 1970)."""
        for name in os.listdir(self.path if self._opened is None else self._opened):  # noqa: PTH208 - of what is open
            if not name.endswith((suffix, _UNFINISHED)):
                continue
            with suppress(OSError):
                if os.stat(self._at(name), dir_fd=self._opened, follow_symlinks=False).st_mtime < before:
                    os.unlink(self._at(name), dir_fd=self._opened)

    def _at(self, name: str) -> str | Path:
        return self.path / name if self._opened is None else name


def _open(path: Path) -> int | None:
    if sys.platform == "win32":
        from barometer_agent.windows.folders import is_link

        path.mkdir(parents=True, exist_ok=True)
        told = path.lstat()
        if is_link(told.st_mode, told.st_file_attributes):
            raise NotADirectoryError(20, "it is a link")
        return None
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        path.parent.mkdir(mode=_MINE, parents=True, exist_ok=True)
        with suppress(FileExistsError):
            path.mkdir(mode=_MINE)
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            _close_to_others(opened)
        except OSError:
            os.close(opened)
            raise
        return opened


def _close_to_others(opened: int) -> None:
    if sys.platform != "win32":
        told = os.fstat(opened)
        if told.st_uid != os.geteuid():
            raise PermissionError(1, "it belongs to somebody else")
        if stat.S_IMODE(told.st_mode) != _MINE:
            os.fchmod(opened, _MINE)

"""A disk of our own, mounted for one test, that can be filled and made readable only."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MISSING = None if sys.platform == "linux" and os.geteuid() == 0 and shutil.which("mount") else "root of Linux mounts it"


@dataclass(frozen=True)
class Disk:
    """Mounted at ``folder``."""

    folder: Path

    def fill(self) -> None:
        """Not a byte more."""
        with (self.folder / "filling").open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    def make_room(self) -> None:
        (self.folder / "filling").unlink()

    def forbid_writing(self) -> None:
        self._mount_again("ro")

    def allow_writing(self) -> None:
        self._mount_again("rw")

    def _mount_again(self, how: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{how}", str(self.folder)], check=True)


@contextmanager
def mounted(folder: Path, kilobytes: int = 2048, files: int = 40) -> Iterator[Disk]:
    """In place of ``folder``, which is empty."""
    size = f"size={kilobytes}k,nr_inodes={files},mode=0711"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "small", str(folder)], check=True)
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)

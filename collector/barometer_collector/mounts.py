"""Which file systems are of another machine: SQLite cannot rely on their locks, nor share its memory over them."""

import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_OCTAL = re.compile(r"\\([0-7]{3})")
_REMOTE = frozenset(
    "afs beegfs ceph cifs fuse.glusterfs fuse.sshfs glusterfs lustre nfs nfs4 smb3 smbfs".split()  # noqa: SIM905
)


def remote(path: Path) -> str:
    """The kind of network file system that ``path`` is on; "" for a disk of this machine, and where nobody tells."""
    kind = file_system(_MOUNTS.read_text(), path.resolve()) if _MOUNTS.exists() else ""
    return kind if kind in _REMOTE else ""


def file_system(mounts: str, path: Path) -> str:
    """The kind of file system that ``path`` is on, by what Linux tells of all mounts; "" where that says nothing."""
    found: dict[Path, str] = {}
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 2:
            found[Path(_OCTAL.sub(lambda code: chr(int(code[1], 8)), fields[1]))] = fields[2]  # the last one covers
    return next((found[each] for each in (path, *path.parents) if each in found), "")

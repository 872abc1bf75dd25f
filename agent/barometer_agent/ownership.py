"""Whose a file of the service is: what root makes in the service's folder must not be root's."""

import os
import stat
import sys
from pathlib import Path


def hand_over(descriptor: int, folder: Path) -> None:
    """Give the file that root has just made or opened in ``folder`` to whom that folder belongs.

    Nothing happens for anybody else, nor on Windows, where a file takes its rights from its folder. A file that has a
    second name is left alone: the owner of the folder could have put another of root's there.
    """
    if sys.platform != "win32" and os.geteuid() == 0:
        of_folder, told = folder.stat(), os.fstat(descriptor)
        if told.st_uid == 0 != of_folder.st_uid and told.st_nlink == 1 and stat.S_ISREG(told.st_mode):
            os.fchown(descriptor, of_folder.st_uid, of_folder.st_gid)


def of_another(path: Path) -> dict[str, str] | None:
    """``owner`` and ``account``, where the file ``path`` in this account's folder belongs to another account.

    None where it does not, and where the folder is not this account's own: then it is who asks that has to change.
    """
    if sys.platform == "win32":
        return None
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        from barometer_agent.link.peers import account_name  # only where something is wrong

        own = os.geteuid()
        try:
            owner, of_folder = path.lstat().st_uid, path.parent.stat().st_uid
        except OSError:
            return None
        if own in (0, owner) or own != of_folder:
            return None
        return {"owner": account_name(owner), "account": account_name(own)}

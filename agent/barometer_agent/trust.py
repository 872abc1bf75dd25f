"""Whose settings the agent follows: those that nobody else on this machine could have written.

Who writes them says where the key of this laptop and everybody's answers go, so they are the system's, or the account's
that the agent runs as.
"""

import os
import stat
import sys
from pathlib import Path

from barometer_agent.settings import SettingError, WrongError

_ROOT = 0


def check(descriptor: int, path: Path) -> None:
    """Raises SettingError where the file of settings ``path``, opened as ``descriptor``, could be somebody else's."""
    if sys.platform == "win32":
        import msvcrt

        from barometer_agent.windows import accounts, owners

        owner = accounts.owner_of(msvcrt.get_osfhandle(descriptor))
        if owner not in owners.trusted():
            raise SettingError("owner", owner, str(path), WrongError("owner_windows", path=path))
    else:
        judge(os.fstat(descriptor), os.geteuid(), path)


def judge(told: os.stat_result, own: int, path: Path) -> None:
    """The same by what the system tells of the file, for the account ``own``.

    A group with the number of the file's owner is that account's alone (user private groups), and may write.
    """
    if told.st_uid not in (_ROOT, own):
        raise SettingError("owner", told.st_uid, str(path), WrongError("owner", path=path))
    others = stat.S_IWOTH if told.st_gid == told.st_uid else stat.S_IWOTH | stat.S_IWGRP
    if told.st_mode & others:
        rights = f"{stat.S_IMODE(told.st_mode):o}"
        raise SettingError("mode", rights, str(path), WrongError("rights", path=path))

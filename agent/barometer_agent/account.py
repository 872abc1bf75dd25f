"""Whose rights a command has: the service's, or those of somebody who sees less; and what to type to see as it does."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from barometer_agent.config import Config, default_data_dir
from barometer_agent.language import Say
from barometer_agent.link.peers import account_name

_PROGRAM = "barometer-agent"
# Nothing on a Mac puts the program on anybody's PATH: installers/macos/README.md.
_PROGRAMS = {"darwin": '"/Library/Application Support/Barometer/bin/barometer-agent"'}
_START = {
    "win32": "net start BarometerAgent",
    "darwin": "sudo launchctl kickstart system/barometer-agent",
}
_ROOT = 0


@dataclass(frozen=True)
class Onlooker:
    """Somebody who is not the service: both accounts by their names; ``is_root`` may read what the service may not."""

    account: str
    service: str
    is_root: bool = False


# Whoever the service refused where its folder does not tell whose it is.
SOMEBODY = Onlooker("?", "root" if sys.platform == "darwin" else _PROGRAM)


def onlooker(folder: Path, uid: int | None = None) -> Onlooker | None:
    """Who looks (``uid``: by default this process) where ``folder``, the service's data, is another account's.

    None for that account itself and where there is no such folder; on Windows for everybody who may list it.
    """
    if sys.platform == "win32":
        try:
            os.scandir(folder).close()
        except PermissionError:
            return Onlooker(os.environ.get("USERNAME", "?"), "NT SERVICE\\BarometerAgent")
        except OSError:
            pass
        return None
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        try:
            owner = folder.stat().st_uid
        except OSError:
            return None
        own = os.geteuid() if uid is None else uid
        return None if own == owner else Onlooker(account_name(own), account_name(owner), is_root=own == _ROOT)


def as_service(say: Say, command: str, seen: Onlooker, platform: str = sys.platform) -> str:
    """What an administrator types to have ``command`` see what the service of ``seen`` sees."""
    program = _PROGRAMS.get(platform, _PROGRAM)
    if platform == "win32":
        return say("account.as_administrator", command=f"{program} {command}")
    user = "" if seen.service == "root" else f"-u {seen.service} "
    return f"sudo {user}{program} {command}"


def start(platform: str = sys.platform) -> str:
    """What an administrator types to start an installed service."""
    return _START.get(platform, "sudo systemctl start barometer-agent")


def not_running(config: Config) -> tuple[str, Mapping[str, object]]:
    """The text, and what fills it in, that says what to do where no service answers: an installed one, or one's own."""
    if config.data_dir == default_data_dir():
        return "link.not_running", {"start": start()}
    return "link.not_running_there", {"folder": config.data_dir}

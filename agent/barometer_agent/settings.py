"""What each setting may be: one parser per setting, each raising WrongError with the fix."""

import re
import sys
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path, PureWindowsPath
from urllib.parse import urlsplit

import msgspec

from barometer_agent import language
from barometer_agent.language import Say
from barometer_agent.told import ToldError
from barometer_shared.protocol import Target

COMMAND_LINE = "command line"
LOG_LEVELS = ("debug", "info", "warning", "error")
_WHO = re.compile(r"(?<=://)[^/@\s]*@")  # a name and a password in an address


class WrongError(ToldError, ValueError):
    """A value that a setting cannot have; ``setting.<fix>`` of the languages says what to write instead."""

    def __init__(self, fix: str, **values: object) -> None:
        super().__init__(f"setting.{fix}", **values)


class SettingError(ToldError):
    """A setting that cannot hold: its name, its value (never a password in it), where it stands, and what to do.

    ``place`` is a file, a variable of the environment, or COMMAND_LINE.
    """

    def __init__(self, name: str, value: object, place: str, wrong: WrongError) -> None:
        super().__init__("setting.wrong", setting=name, value=_WHO.sub("***@", repr(value)))
        self.name = name
        self.place = place
        self.wrong = wrong

    def told(self, say: Say) -> str:
        """The same in the language of ``say``."""
        place = say("setting.command_line") if self.place == COMMAND_LINE else self.place
        return say(self.text, **self.values, place=place, fix=self.wrong.told(say))


def server_url(value: object) -> str:
    """An http or https address without a path, query or user; the trailing slash is cut."""
    parts = urlsplit(_text(value))
    is_plain = not (parts.username or parts.query or parts.fragment or parts.path.strip("/"))
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise WrongError("server_url")
    return _text(value).rstrip("/")


def is_private(server: str) -> bool:
    """Whether nobody on the way to ``server`` can read along: by https, or within this machine."""
    parts = urlsplit(server)
    if parts.scheme == "https" or parts.hostname == "localhost":
        return True
    try:
        return ip_address(parts.hostname or "").is_loopback
    except ValueError:
        return False


def yes_or_no(value: object) -> bool:
    """True or false; in the environment those words."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word not in ("true", "false"):
        raise WrongError("yes_or_no")
    return word == "true"


def proxy(value: object) -> str:
    """The address of an HTTP proxy."""
    parts = urlsplit(_text(value))
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise WrongError("proxy")
    return _text(value)


def folder(value: object) -> Path:
    """A folder; it is made when it is not there. A relative one counts from where the agent was started."""
    path = Path(_text(value)).expanduser().absolute()
    if sys.platform == "win32" and is_remote(str(path)):
        raise WrongError("remote")
    return path


def is_remote(path: str) -> bool:
    """Whether Windows may ask another machine for ``path`` (\\\\server\\share), and prove to it who this laptop is.

    Paths to devices (\\\\?\\, \\\\.\\) lead there too (\\\\?\\UNC\\server).
    """
    return PureWindowsPath(path).drive.startswith("\\\\")


def readable_file(value: object) -> Path:
    """A file that exists."""
    path = folder(value)
    if not path.is_file():
        raise WrongError("file")
    return path


def interval_seconds(value: object) -> int:
    """The pace of sampling and sending together."""
    return _whole(value, 5, 3600)


def spool_quota_mb(value: object) -> int:
    """How much the spool may hold before it drops its oldest samples."""
    return _whole(value, 1, 2000)


def spoken_language(value: object) -> str:
    """The code of a language that has a file of texts."""
    code = _text(value).lower()
    if not language.known(code):
        raise WrongError("language")
    return code


def log_level(value: object) -> str:
    """How much is logged."""
    level = _text(value).lower()
    if level not in LOG_LEVELS:
        raise WrongError("log_level", levels=", ".join(LOG_LEVELS))
    return level


def targets(value: object) -> tuple[Target, ...]:
    """Tables with ``name`` and ``url``; in the environment the same, written as a TOML list."""
    import tomllib

    try:
        listed = tomllib.loads(f"targets = {value}")["targets"] if isinstance(value, str) else value
        if not isinstance(listed, list) or not all(_is_target(one) for one in listed):
            raise WrongError("targets")
        return tuple(msgspec.convert(listed, list[Target]))
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise WrongError("targets") from error


def _is_target(value: object) -> bool:
    return isinstance(value, Mapping) and set(value) == {"name", "url"}


def _text(value: object) -> str:
    if not isinstance(value, str | Path):
        raise WrongError("quotes")
    if not str(value).strip():
        raise WrongError("empty")
    return str(value).strip()


def _whole(value: object, lowest: int, highest: int) -> int:
    wrong = WrongError("whole", lowest=lowest, highest=highest)
    try:
        number = int(value) if isinstance(value, str) else value
    except ValueError as error:
        raise wrong from error
    if not isinstance(number, int) or isinstance(number, bool) or not lowest <= number <= highest:
        raise wrong
    return number


PARSERS: Mapping[str, Callable[[object], object]] = {
    "data_dir": folder,
    "run_dir": folder,
    "server_url": server_url,
    "allow_plain_http": yes_or_no,
    "interval_seconds": interval_seconds,
    "ca_file": readable_file,
    "proxy": proxy,
    "language": spoken_language,
    "targets": targets,
    "spool_quota_mb": spool_quota_mb,
    "log_level": log_level,
}

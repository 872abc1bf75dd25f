"""The agent's settings: files, then environment, then flags; wrong values stop it at start.

The main file is TOML (``agent.toml``); files of the folder ``agent.d`` next to it follow in the order of their
names, each overriding what came before: that is where a policy drops its own. ``BAROMETER_<SETTING>`` in the
environment comes next (other names are somebody else's), then flags of the command line. A file that somebody else
on this machine could have written is refused.
"""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from barometer_agent import trust
from barometer_agent.prompting import Rules, policy
from barometer_agent.settings import COMMAND_LINE, PARSERS, SettingError, WrongError, is_private
from barometer_shared.protocol import Target


def default_file() -> Path:
    """Where the settings of a system-wide installation lie."""
    return application_folder() / "agent.toml"


def default_data_dir() -> Path:
    """Where spool, identity and socket of a system-wide installation lie."""
    return Path("/var/lib/barometer-agent") if _is_unix() else application_folder() / "data"


def application_folder() -> Path:
    """The folder of the settings of a system-wide installation."""
    if sys.platform == "win32":
        from barometer_agent.sources.windows import known_folders

        return known_folders.program_data() / "Barometer"
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return Path("/etc/barometer-agent" if _is_unix() else "/Library/Application Support/Barometer")


@dataclass(frozen=True)
class Config:
    """All settings. What is None is decided elsewhere: by the collector, or by the system."""

    data_dir: Path = field(default_factory=default_data_dir)
    run_dir: Path | None = None  # where the socket lies when the path in data_dir would be too long
    server_url: str | None = None  # None: the server that this device enrolled at
    allow_plain_http: bool = False  # to another machine without TLS: for a test network alone
    interval_seconds: int | None = None  # None: the collector says how often to send, each sampler how often to run
    ca_file: Path | None = None  # certificates to trust instead of the system's
    proxy: str | None = None  # to the collector and the targets; None: HTTPS_PROXY and NO_PROXY of the environment
    language: str | None = None  # None: the user's locale
    targets: tuple[Target, ...] = ()  # measured besides those that the collector gives
    spool_quota_mb: int = 50
    log_level: str = "warning"
    prompt: Rules = field(default_factory=Rules)  # when a question may come by itself

    @property
    def socket_dir(self) -> Path:
        """The folder of the socket between the service and the programs of the user."""
        return self.run_dir or self.data_dir


SETTINGS = tuple(one.name for one in fields(Config))


def load(
    file: Path | None = None,
    environment: Mapping[str, str] = os.environ,
    flags: Mapping[str, object] | None = None,
    *,
    as_far_as_readable: bool = False,
) -> Config:
    """The settings that hold. ``flags`` that are None were not given.

    ``as_far_as_readable`` passes over files that are closed to whoever asks, or another account's: the programs of a
    person need to know no more than where the service is, and its settings may hold a proxy's password.

    Raises SettingError, which names the setting, its value, where it stands and how to put it right. A ``file``
    that was asked for must exist; the default one need not.
    """
    values: dict[str, object] = {}
    places: dict[str, str] = {}
    rules = Rules()
    for place, found in _layers(file, environment, flags or {}, as_far_as_readable):
        for name, value in found.items():
            if name == policy.SETTING:
                values[name] = rules = policy.stricter(rules, value, place)
            else:
                values[name] = _parsed(name, value, place)
            places[name] = place
    config = Config(**values)  # type: ignore[arg-type]
    if config.server_url and not config.allow_plain_http and not is_private(config.server_url):
        raise SettingError("server_url", config.server_url, places["server_url"], WrongError("plain_http"))
    return config


def files(main: Path) -> Iterable[Path]:
    """The settings' files that there are, in the order in which they are read: the later one wins."""
    if _is_there(main):
        yield main
    folder = main.with_suffix(".d")
    try:
        yield from sorted(path for path in folder.iterdir() if path.suffix == ".toml")
    except (FileNotFoundError, NotADirectoryError):
        pass
    except PermissionError:
        yield folder  # a policy must not be missed: reading it says that it is closed


def _is_unix() -> bool:
    return sys.platform not in ("win32", "darwin")


def _layers(
    file: Path | None, environment: Mapping[str, str], flags: Mapping[str, object], as_far_as_readable: bool
) -> Iterable[tuple[str, Mapping[str, object]]]:
    if file is not None and not _is_there(file):
        raise SettingError("config", str(file), COMMAND_LINE, WrongError("config"))
    for path in files(file or default_file()):
        if as_far_as_readable and not _is_open(path):
            continue
        try:
            found = _read(path)
        except SettingError as error:
            if not as_far_as_readable or error.name != "owner":
                raise
            continue  # the service's own files are followed by it alone
        yield str(path), found
    yield from _from_environment(environment)
    for name, value in flags.items():
        if value is not None:
            yield COMMAND_LINE, {name: value}


def _is_there(path: Path) -> bool:
    """Also where the folder is closed to whoever asks, who cannot know."""
    try:
        return path.is_file()
    except PermissionError:
        return True


def _is_open(path: Path) -> bool:
    try:
        path.open("rb").close()
    except PermissionError:
        return False
    except OSError:
        pass  # reading it says what is wrong
    return True


def _read(path: Path) -> Mapping[str, object]:
    import tomllib  # not needed where policy and flags say nothing

    try:
        with path.open("rb") as file:
            trust.check(file.fileno(), path)
            return tomllib.load(file)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingError("agent.toml", str(error), str(path), WrongError("toml")) from error
    except OSError as error:
        raise SettingError("agent.toml", error.strerror or "unreadable", str(path), WrongError("unreadable")) from error


def _from_environment(environment: Mapping[str, str]) -> Iterable[tuple[str, Mapping[str, object]]]:
    for name in SETTINGS:
        variable = f"BAROMETER_{name.upper()}"
        if environment.get(variable):
            yield variable, {name: environment[variable]}


def _parsed(name: str, value: object, place: str) -> object:
    if name not in PARSERS:
        raise SettingError(name, value, place, WrongError("unknown", known=", ".join(SETTINGS)))
    try:
        return PARSERS[name](value)
    except WrongError as error:
        raise SettingError(name, value, place, error) from error

"""``barometer-agent``: reads the flags, the settings and the language, and calls the command."""

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path

from barometer_agent import __version__, journal, language
from barometer_agent.cli import chosen_language, wording
from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.config import Config, load
from barometer_agent.enrolment import IdentityError
from barometer_agent.language import Say
from barometer_agent.link.address import LinkError
from barometer_agent.link.client import NotRunningError, RefusedError
from barometer_agent.sampler import NoData
from barometer_agent.settings import LOG_LEVELS, SettingError
from barometer_agent.told import ToldError

COMMANDS = (
    "enrol", "run", "once", "samplers", "doctor", "answer", "ask", "tell", "sent", "score", "news", "prefer", "tray",
    "about",
    *(["service"] if sys.platform == "win32" else []),
)  # fmt: skip
# What needs every setting; to the others the service's settings may be closed.
_SERVICE = ("enrol", "run", "service")
# Flags of every command that are settings too.
_SETTINGS = {"data": "data_dir", "server": "server_url", "language": "language", "log_level": "log_level"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 0 when it worked, 1 when it did not, 2 when it could not begin."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # an old terminal shows a question mark instead of failing
    say = language.speaker(_language_wanted(given) or chosen_language.of_session())
    with wording.spoken(say):
        options = build_parser(say, next((one for one in given if one in COMMANDS), None)).parse_args(given)

    def read() -> Config:
        return load(options.config, flags=_flags(options), as_far_as_readable=options.command not in _SERVICE)

    try:
        config = read()
    except SettingError as error:
        return _fail(say("error", text=error.told(say)), 2)
    code = (
        _language_wanted(given) or _chosen(options.command, config) or config.language or chosen_language.of_session()
    )
    say = language.speaker(code)
    journal.begin(config.log_level, journal.to_terminal(sys.stderr))
    return _call(options, Call(options, config, code, say, read))


def _chosen(command: str, config: Config) -> str:
    """The language that this account chose in the icon's menu; a service speaks to nobody."""
    return "" if command in _SERVICE else chosen_language.ask(config)


def build_parser(say: Say, only: str | None = None) -> argparse.ArgumentParser:
    """All commands and flags, explained in the language of ``say``.

    The flags of the command ``only``, where one is named: the service has no use for the other commands' code.
    """
    shared = _shared_flags(say, suppressed=True)
    parser = argparse.ArgumentParser(
        "barometer-agent", description=say("help.agent"), parents=[_shared_flags(say, suppressed=False)]
    )
    parser.add_argument(
        "--version", action="version", version=f"barometer-agent {__version__}", help=say("flags.version")
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        about = say(f"help.{name}")
        parser_of_command = commands.add_parser(name, help=about, description=about, parents=[shared])
        if only in (None, name):
            _command(name).add_flags(parser_of_command, say)
    return parser


def _call(options: argparse.Namespace, call: Call) -> int:
    try:
        return _command(options.command).run(call)
    except RefusedError as error:
        return _fail(call.say(f"link.{error.problem}"), 1)
    except NotRunningError:
        from barometer_agent import account

        text, values = account.not_running(call.config)
        return _fail(call.say(text, **values), 1)
    except IdentityError as error:
        return _fail(call.say(f"identity.{error.kind}", **error.values), 1)
    except NoData as nothing:
        return _fail(call.say("error", text=language.choose(nothing.reason.localised, call.language)), 1)
    except (ToldError, LinkError) as error:
        return _fail(call.say("error", text=error.told(call.say)), 1)
    except Problem as error:
        return _fail(call.say("error", text=error), 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader had enough
        return 0
    except KeyboardInterrupt:
        return 130


def _command(name: str) -> Command:
    module: Command = import_module(f"barometer_agent.cli.{name}").COMMAND
    return module


def _shared_flags(say: Say, *, suppressed: bool) -> argparse.ArgumentParser:
    """The flags that may stand before and after the command; what stands after it wins."""
    default = argparse.SUPPRESS if suppressed else None
    flags = argparse.ArgumentParser(add_help=False)
    flags.add_argument("--config", metavar="FILE", default=default, help=say("help.config"), type=Path)
    flags.add_argument("--data", metavar="DIR", default=default, help=say("help.data"))
    flags.add_argument("--server", metavar="URL", default=default, help=say("help.server"))
    flags.add_argument("--language", metavar="CODE", default=default, help=say("help.language"))
    flags.add_argument("--log-level", default=default, choices=LOG_LEVELS, help=say("help.log_level"))
    return flags


def _flags(options: argparse.Namespace) -> dict[str, object]:
    found = {setting: getattr(options, flag) for flag, setting in _SETTINGS.items()}
    return {**found, "interval_seconds": getattr(options, "interval", None)}


def _language_wanted(given: Sequence[str]) -> str | None:
    """The language asked for, before the flags are read: their explanation is written in it."""
    for flag, value in zip(given, [*given[1:], ""], strict=True):
        code = value if flag == "--language" else flag.removeprefix("--language=") if "=" in flag else ""
        if language.known(code):
            return code
    code = os.environ.get("BAROMETER_LANGUAGE", "")
    return code if language.known(code) else None


def _fail(text: str, code: int) -> int:
    sys.stderr.write(f"{text}\n")
    return code

"""``barometer-collector``: every command, what it needs, and where it goes."""

import argparse
import getpass
import logging
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from importlib import import_module

from barometer_collector import __version__, serving
from barometer_collector.database import Database, DatabaseLockedError, DatabaseUnavailableError, directory_lock
from barometer_collector.devices import service as devices
from barometer_collector.distribution import service as distribution
from barometer_collector.errors import ProblemError
from barometer_collector.migrations import schema
from barometer_collector.people import service as people
from barometer_collector.people.rules import Role
from barometer_collector.settings import Settings, SettingsError, load_settings

# Commands of capabilities of their own: a module with add_arguments(parser) and run(arguments) -> exit status.
# Loaded only when asked for.
_ELSEWHERE = {
    "replay": ("barometer_collector.replay", "score history again under another model, and show the difference"),
    "simulate": ("barometer_collector.simulation.command", "drive a collector with simulated laptops"),
    "news": ("barometer_collector.news", "tell people on their laptops what IT did"),
    "backup": ("barometer_collector.backup.saving", "copy the database and the secret into a folder, while it serves"),
    "retention": ("barometer_collector.retention", "show what is kept how long, and what the next run would delete"),
    "restore": ("barometer_collector.backup.restoring", "put a backup into a data directory"),
    "round": ("barometer_collector.rounds", "ask people anonymously"),
    "distribute": ("barometer_collector.distribution.command", "spread the tables over a Citus cluster"),
    "demo": ("barometer_collector.demo.command", "collector, agent and dashboard on this one machine"),
}
_USER_ERROR = 2
_PASSWORD_BYTES = 15

Run = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 done, 1 it could not, 2 it was asked wrongly."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s %(message)s", level=logging.WARNING)
    os.umask(0o077)  # what is kept here is nobody else's
    given = list(sys.argv[1:] if arguments is None else arguments)
    parsed = parser_of(given).parse_args(given)
    run: Run = parsed.run
    try:
        return run(parsed)
    except SettingsError as error:
        return _failed(str(error), _USER_ERROR)
    except (DatabaseLockedError, schema.SchemaError) as error:
        return _failed(str(error))
    except DatabaseUnavailableError as error:
        return _failed(f"the database cannot be used: {error}; check DATABASE_URL, the disk and the rights on it")
    except ProblemError as error:
        problem = error.problem
        return _failed("; ".join(filter(None, (problem.title, problem.field, problem.rule, problem.fix))))


def parser_of(given: Sequence[str]) -> argparse.ArgumentParser:
    """The parser for the command line ``given``."""
    parser = argparse.ArgumentParser(prog="barometer-collector", description="What working with IT is actually like.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", metavar="DIR", help="where everything is kept (default: barometer-data)")
    _add_serve(commands, data)
    migrate = commands.add_parser("migrate", parents=[data], help="bring the database to this version's schema")
    migrate.set_defaults(run=_migrate)
    _add_tokens(commands, data)
    _add_people_and_devices(commands, data)
    for name, (module, text) in _ELSEWHERE.items():
        command = commands.add_parser(name, help=text)
        if name in given[:1]:
            found = import_module(module)
            found.add_arguments(command)
            command.set_defaults(run=found.run)
    return parser


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", data: argparse.ArgumentParser) -> None:
    serve = commands.add_parser("serve", parents=[data], help="take in, score and show, until stopped")
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1)")
    serve.add_argument("--port", type=int, help="port to listen on; 0 is any free one (default: 8600)")
    serve.add_argument("--public-url", metavar="URL", help="how laptops and browsers reach this collector")
    serve.set_defaults(run=lambda arguments: serving.serve(_settings(arguments)))


def _add_tokens(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", data: argparse.ArgumentParser) -> None:
    tokens = commands.add_parser("token", help="enrolment tokens for laptops, API tokens for scripts")
    kinds = tokens.add_subparsers(title="kinds", required=True, metavar="KIND")
    create = kinds.add_parser("create", parents=[data], help="an enrolment token, printed once")
    create.add_argument("--team", required=True, metavar="NAME", help="the team of the laptops; made when it is new")
    create.add_argument("--expires-days", type=_positive, metavar="N", help="usable for N days (default: for ever)")
    create.add_argument("--uses", type=_positive, metavar="N", help="usable N times (default: any number)")
    create.add_argument("--simulated", action="store_true", help="mark whoever enrols with it as simulated")
    create.set_defaults(run=_create_token)
    api = kinds.add_parser("api", parents=[data], help="an API token for a script, printed once")
    api.add_argument("name", help="what it is for")
    api.add_argument("--role", type=Role, choices=list(Role), default=Role.VIEWER, help="default: viewer")
    api.add_argument("--expires-days", type=_positive, metavar="N", help="usable for N days (default: for ever)")
    api.set_defaults(run=_create_api_token)
    revoke = kinds.add_parser("revoke", parents=[data], help="end tokens at once")
    which = revoke.add_mutually_exclusive_group(required=True)
    which.add_argument("--team", metavar="NAME", help="every enrolment token of this team; its laptops stay")
    which.add_argument("--api", metavar="NAME", help="every API token of this name")
    revoke.set_defaults(run=_revoke_tokens)


def _add_people_and_devices(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", data: argparse.ArgumentParser
) -> None:
    admins = commands.add_parser("admin", help="people who administer")
    create = admins.add_subparsers(title="actions", required=True, metavar="ACTION").add_parser(
        "create", parents=[data], help="an administrator; the password is asked for, or made and printed"
    )
    create.add_argument("name")
    create.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    create.set_defaults(run=_create_admin)
    laptops = commands.add_parser("device", help="enrolled laptops")
    revoke = laptops.add_subparsers(title="actions", required=True, metavar="ACTION").add_parser(
        "revoke", parents=[data], help="end a laptop's key at once"
    )
    revoke.add_argument("id", type=_device_number, help="16 hexadecimal digits")
    revoke.set_defaults(run=_revoke_device)


def _migrate(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    with closing(Database(settings.database_url)) as database:
        if database.file is None:
            schema.upgrade(database)
        else:
            with directory_lock(database.file.parent):
                schema.upgrade(database)
        left = distribution.left_behind(database)
    print("the database has the schema of this version")
    if left:
        print(f"run barometer-collector distribute: on the coordinator alone are {', '.join(left)}")
    return 0


def _create_token(arguments: argparse.Namespace) -> int:
    settings = _settings(arguments)
    with closing(schema.open_current(settings.database_url)) as database:
        print(
            devices.create_token(
                database,
                settings,
                datetime.now(UTC),
                arguments.team,
                expires_days=arguments.expires_days,
                uses=arguments.uses,
                simulated=arguments.simulated,
            )
        )
    return 0


def _create_api_token(arguments: argparse.Namespace) -> int:
    lasts = timedelta(days=arguments.expires_days) if arguments.expires_days else None
    with closing(schema.open_current(_settings(arguments).database_url)) as database:
        print(people.create_api_token(database, datetime.now(UTC), arguments.name, arguments.role, lasts))
    return 0


def _revoke_tokens(arguments: argparse.Namespace) -> int:
    name: str = arguments.api or arguments.team
    revoke = people.revoke_api_tokens if arguments.api else devices.revoke_tokens
    with closing(schema.open_current(_settings(arguments).database_url)) as database:
        found = revoke(database, datetime.now(UTC), name)
    return 0 if found else _failed(f"there is no living token of {name!r}: give the name that it was made with")


def _create_admin(arguments: argparse.Namespace) -> int:
    made = ""
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty():
        password = getpass.getpass("password (empty: one is made): ") or (made := _new_password())
    else:
        password = made = _new_password()
    with closing(schema.open_current(_settings(arguments).database_url)) as database:
        people.create_account(database, datetime.now(UTC), arguments.name, password, Role.ADMINISTRATOR)
    if made:
        print(made)
    return 0


def _revoke_device(arguments: argparse.Namespace) -> int:
    with closing(schema.open_current(_settings(arguments).database_url)) as database:
        found = devices.revoke(database, datetime.now(UTC), arguments.id)
    return (
        0 if found else _failed(f"there is no device {arguments.id:016x}: its page and `GET /api/v1/devices` show ids")
    )


def _settings(arguments: argparse.Namespace) -> Settings:
    flags = {"data_dir": arguments.data}
    flags |= {name: getattr(arguments, name, None) for name in ("host", "port", "public_url")}
    return load_settings(flags, os.environ)


def _new_password() -> str:
    return secrets.token_urlsafe(_PASSWORD_BYTES)


def _positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 to 1000000")
    return int(text)


def _device_number(text: str) -> int:
    try:
        number = int(text, 16)
    except ValueError:
        number = -1
    if len(text) != 16 or not 0 <= number < 1 << 63:
        raise argparse.ArgumentTypeError(f"{text!r} is not the id of a device: 16 hexadecimal digits")
    return number


def _failed(message: str, status: int = 1) -> int:
    print(f"barometer-collector: {message}", file=sys.stderr)
    return status

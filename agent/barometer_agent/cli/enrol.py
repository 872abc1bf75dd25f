"""``enrol``: make this laptop known to a collector."""

import argparse
import logging
import sys
from pathlib import Path

from barometer_agent import enrolment, inventory
from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.enrolment import EnrolmentError, Identity, IdentityError, NoCollectorError
from barometer_agent.language import Say
from barometer_agent.spool import folder
from barometer_agent.uplink.cause import told
from barometer_agent.uplink.transport import Transport

log = logging.getLogger(__name__)


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    token = parser.add_mutually_exclusive_group(required=True)
    token.add_argument("--token", help=say("help.token"))
    token.add_argument("--token-file", metavar="FILE", type=Path, help=say("help.token_file"))
    parser.add_argument("--replace", action="store_true", help=say("help.replace"))


def _run(call: Call) -> int:
    server = call.config.server_url
    if server is None:
        raise Problem(call.say("enrol.no_server"))
    folder.make(call.config.data_dir)
    folder.try_out(call.config.data_dir)
    known = _known(call)
    if known is not None and not call.options.replace:
        if known.server == server:
            call.write(_told(call, "enrol.already", known))
            return 0
        raise Problem(call.say("enrol.elsewhere", server=known.server))
    token = _token(call)
    try:
        with Transport(server, call.config) as transport:
            identity = enrolment.enrol(transport, token, inventory.device_facts())
    except NoCollectorError as error:
        log.info("enrolment_failed reason=%s", error)
        values = {name: told(value, call.say) if name == "reason" else value for name, value in error.values.items()}
        raise Problem(call.say(error.text, **values)) from error
    except EnrolmentError as error:
        raise Problem(error.told(call.say)) from error
    enrolment.save(call.config.data_dir, identity)
    call.write(_told(call, "enrol.done", identity))
    return 0


def _token(call: Call) -> str:
    """The token, from where nobody else on this laptop can read it: ``ps`` shows what stands on the command line."""
    file: Path | None = call.options.token_file
    try:
        if file is not None:
            token = file.read_text("utf-8").strip()
        elif call.options.token == "-":  # noqa: S105 - the name of standard input
            token = sys.stdin.readline().strip()
        else:
            token = call.options.token.strip()
    except OSError as error:
        raise Problem(call.say("enrol.token_file", path=file, reason=error.strerror)) from error
    except UnicodeDecodeError:
        token = ""
    if not token:
        raise Problem(call.say("enrol.token_empty"))
    return token


def _known(call: Call) -> Identity | None:
    """Who this laptop is already. A damaged identity cannot be used, so it may be replaced."""
    try:
        return enrolment.load(call.config.data_dir)
    except IdentityError:
        return None


def _told(call: Call, text: str, identity: Identity) -> str:
    return call.say(text, server=identity.server, team=identity.team, device=identity.device_id)


COMMAND = Command(_run, _flags)

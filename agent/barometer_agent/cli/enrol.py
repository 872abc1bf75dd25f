"""``enrol``: make this laptop known to a collector."""

import argparse
import logging

from barometer_agent import enrolment, inventory
from barometer_agent.cli.command import Call, Command, Problem
from barometer_agent.enrolment import EnrolmentError, Identity, IdentityError, NoCollectorError
from barometer_agent.language import Say
from barometer_agent.spool import folder
from barometer_agent.uplink.cause import told
from barometer_agent.uplink.transport import Transport

log = logging.getLogger(__name__)


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--token", required=True, help=say("help.token"))
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
    try:
        with Transport(server, call.config) as transport:
            identity = enrolment.enrol(transport, call.options.token.strip(), inventory.device_facts())
    except NoCollectorError as error:
        log.info("enrolment_failed reason=%s", error)
        values = {name: told(value, call.say) if name == "reason" else value for name, value in error.values.items()}
        raise Problem(call.say(error.text, **values)) from error
    except EnrolmentError as error:
        raise Problem(str(error)) from error
    enrolment.save(call.config.data_dir, identity)
    call.write(_told(call, "enrol.done", identity))
    return 0


def _known(call: Call) -> Identity | None:
    """Who this laptop is already. A damaged identity cannot be used, so it may be replaced."""
    try:
        return enrolment.load(call.config.data_dir)
    except IdentityError:
        return None


def _told(call: Call, text: str, identity: Identity) -> str:
    return call.say(text, server=identity.server, team=identity.team, device=identity.device_id)


COMMAND = Command(_run, _flags)

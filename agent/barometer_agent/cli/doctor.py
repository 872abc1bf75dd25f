"""``doctor``: check everything, and say what to do."""

import argparse
from datetime import UTC, datetime

from barometer_agent import account, doctor, language
from barometer_agent.account import Onlooker
from barometer_agent.asking import case_of
from barometer_agent.cli import open_questions
from barometer_agent.cli.command import Call, Command
from barometer_agent.doctor import Level
from barometer_agent.explaining import explain
from barometer_agent.language import Say
from barometer_agent.link import client
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.messages import Questions
from barometer_agent.sources import desktop
from barometer_agent.uplink.cause import told


def _flags(parser: argparse.ArgumentParser, say: Say) -> None:
    parser.add_argument("--prompt", action="store_true", help=say("help.prompt"))


def _run(call: Call) -> int:
    return _why(call, datetime.now(UTC).astimezone()) if call.options.prompt else _examine(call)


def _why(call: Call, now: datetime) -> int:
    told = client.ask(socket_path(call.config.socket_dir), open_questions.ask_for(), call.config.data_dir)
    if not isinstance(told, Questions) or not told.questions:
        call.write(call.say("prompt.none"))
        return 0
    state = desktop.read(now)
    for question in told.questions:
        text = language.choose(question.question.text, call.language)
        call.write(call.say("rule.question", text=text, campaign=question.campaign))
        for line in explain(case_of(now, question, told, state), call.say):
            call.write(line)
    return 0


def _examine(call: Call) -> int:
    findings = doctor.examine(call.config)
    width = max(len(call.say(f"doctor.{level}")) for level in Level)
    for finding in findings:
        level = call.say(f"doctor.{finding.level}")
        values = {name: _told(name, value, call.say) for name, value in finding.values.items()}
        call.write(f"{level:{width}}  {call.say(finding.text, **values)}")
    return int(any(finding.level is Level.FAIL for finding in findings))


def _told(name: str, value: object, say: Say) -> object:
    if isinstance(value, Onlooker):
        return account.as_service(say, "doctor", value)
    if isinstance(value, LinkError):
        return value.told(say)
    return told(value, say) if name == "reason" else value


COMMAND = Command(_run, _flags)

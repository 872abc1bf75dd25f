"""``doctor``: check everything, and say what to do."""

from barometer_agent import account, doctor
from barometer_agent.account import Onlooker
from barometer_agent.cli.command import Call, Command
from barometer_agent.doctor import Level
from barometer_agent.language import Say
from barometer_agent.link.address import LinkError
from barometer_agent.uplink.cause import told


def _run(call: Call) -> int:
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


COMMAND = Command(_run)

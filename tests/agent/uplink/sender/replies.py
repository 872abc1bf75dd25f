"""Replies as a collector gives them: status, headers and body."""

from email.utils import format_datetime

import msgspec

from barometer_agent.clock import Moment
from barometer_shared.protocol import COLLECTOR_PROBLEM, PROBLEM_TYPE, DeviceConfig, Problem

Reply = tuple[int, dict[str, str], bytes]


def problem(status: int, title: str = "No", field: str = "") -> Reply:
    told = Problem(title, status, COLLECTOR_PROBLEM, field=field)
    return status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(told)


def strangers_problem(status: int) -> Reply:
    """What a gateway says that speaks RFC 9457 as well."""
    return status, {"content-type": PROBLEM_TYPE}, msgspec.json.encode(Problem("No", status))


def configuration(config: DeviceConfig, moment: Moment) -> Reply:
    """``config``, from a server whose clock says ``moment``."""
    return 200, {**dated(moment), "etag": f'"{config.version}"'}, msgspec.json.encode(config)


def dated(moment: Moment) -> dict[str, str]:
    """The header that tells what the server's clock says."""
    return {"Date": format_datetime(moment.utc, usegmt=True)}

"""Asking a service on the system bus for what has a structure of its own, through a short-lived ``busctl``.

Plain properties are asked for without a program: ``sources/linux/system_bus.py``. A service that does not run is not
started for it. busctl(1): with --json=short a value is ``{"type": ..., "data": ...}``.
"""

import json
from typing import Any

from barometer_agent.sampler import NoData
from barometer_agent.sources import command

_OPTIONS = ("--system", "--json=short", "--auto-start=no", "--timeout=5")


def call(service: str, path: str, interface: str, method: str, *arguments: str) -> Any:
    """The first value that a method returns; None where the service does not run or refuses."""
    found = _data(_busctl("call", service, path, interface, method, *arguments))
    return found[0] if isinstance(found, list) and found else None


def _busctl(*arguments: str) -> str:
    try:
        output = command.run("busctl", *_OPTIONS, *arguments)
    except NoData:
        return ""
    return output.text if output and output.status == 0 else ""


def _data(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found.get("data") if isinstance(found, dict) else None

"""What each system can and cannot measure, a cell per metric: a table per system in ``sources/<system>/coverage.py``,
and here what is measured in the same way on every system.

The page of the platforms, ``barometer-agent samplers`` and the gaps that an agent reports are all made from these.
"""

import functools
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from barometer_agent.sampler import Reason
from barometer_agent.sources import system

SYSTEMS = ("linux", "windows", "macos")


@dataclass(frozen=True)
class Measured:
    """``how`` names the source; ``needs`` what it takes beyond an ordinary account or a usual installation."""

    how: Reason
    needs: Reason | None = None


@dataclass(frozen=True)
class NotMeasured:
    """``why`` is a sentence for IT: it travels as the gap of the metric."""

    why: Reason


Cell = Measured | NotMeasured

_NETWORK = Measured(
    Reason(
        "own connections to the targets, no rights needed; through an HTTP proxy (of the settings or the environment) "
        "look-up and connects are those of the proxy and the samples say via=proxy; a PAC file or WPAD is not followed",
        "eigen verbindingen met de bestemmingen, zonder rechten; via een HTTP-proxy (uit instellingen of omgeving) "
        "horen opzoeken en verbinden bij de proxy en staat via=proxy erbij; een PAC-bestand of WPAD wordt niet gevolgd",
    )
)
_LOGS = Measured(
    Reason(
        "found out while reading the system's logs: a place in them that is gone",
        "blijkt bij het lezen van de logboeken van het systeem: een plek daarin die weg is",
    )
)
_AGENT = Measured(Reason("the agent's own figures", "de eigen cijfers van de agent"))
_ICON = Measured(Reason("each person's icon tells the service", "het pictogram van elk mens vertelt het de service"))

EVERYWHERE: Mapping[str, Cell] = {
    "dns_us": _NETWORK,
    "tcp_connect_us": _NETWORK,
    "tls_handshake_us": _NETWORK,
    "time_to_first_byte_us": _NETWORK,
    "jitter_us": _NETWORK,
    "connects_attempted": _NETWORK,
    "connects_lost": _NETWORK,
    "records_lost_seconds": _LOGS,
    "agent_memory_kib": _AGENT,
    "agent_cpu_ppm": _AGENT,
    "agent_sent_bytes": _AGENT,
    "agent_restart": _AGENT,
    "agent_unreached_people": _ICON,
}


def cells(name: str) -> Mapping[str, Cell]:
    """The cells of the system ``name`` (one of SYSTEMS) by the name of the metric in the catalogue."""
    own: Mapping[str, Cell] = import_module(f"barometer_agent.sources.{name}.coverage").CELLS
    return {**EVERYWHERE, **own}


@functools.cache
def not_measured(platform: str = sys.platform) -> Mapping[str, Reason]:
    """Why this system cannot measure a metric, for each that it cannot."""
    table = cells(system.wire_name(platform))
    return {metric: cell.why for metric, cell in table.items() if isinstance(cell, NotMeasured)}

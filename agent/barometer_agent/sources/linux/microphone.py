"""Does anything listen at this laptop's microphones now? Never what, and never what it hears.

The kernel tells of its sound cards: ``/proc/asound/card*/pcm*c/sub*/status`` is ``closed``, or ``state: RUNNING`` with
more (https://docs.kernel.org/sound/designs/procfile.html). A headset on Bluetooth goes past them; the sound server
knows it: ``pactl list short sources`` (pactl(1)), whose last column is the state. What listens to the laptop's own
sound (a monitor, or the card of snd-aloop) hears no person.
"""

import os
from collections.abc import Mapping
from pathlib import Path

from barometer_agent.sampler import NoData
from barometer_agent.sources import command
from barometer_agent.sources.linux import sysfs

_CARDS = Path("/proc/asound")
_LOOPBACK = "Loopback"
_PATIENCE_SECONDS = 2.0


def is_in_use(cards: Path = _CARDS, environment: Mapping[str, str] = os.environ) -> bool | None:
    """None where neither the kernel nor a sound server tells of a microphone."""
    told = [each for each in (of_cards(cards), _of_server(environment)) if each is not None]
    return any(told) if told else None


def of_cards(cards: Path) -> bool | None:
    """As the kernel tells; None where no card can record."""
    found = [
        sysfs.text(status)
        for status in cards.glob("card*/pcm*c/sub*/status")
        if sysfs.text(status.parents[2] / "id") != _LOOPBACK
    ]
    return any("state: RUNNING" in text for text in found) if any(found) else None


def parse(text: str) -> bool | None:
    """As the sound server tells, a source a line; None where it has no microphone."""
    rows = [line.split("\t") for line in text.splitlines()]
    microphones = [row for row in rows if len(row) > 1 and not row[1].endswith(".monitor")]
    return any(row[-1].strip() == "RUNNING" for row in microphones) if microphones else None


def _of_server(environment: Mapping[str, str]) -> bool | None:
    socket = Path(environment.get("XDG_RUNTIME_DIR", "/nowhere"), "pulse", "native")
    if not socket.exists():  # pactl would start a server where none runs
        return None
    try:
        output = command.run("pactl", "list", "short", "sources", timeout_seconds=_PATIENCE_SECONDS)
    except NoData:
        return None
    return parse(output.text) if output and output.status == 0 else None

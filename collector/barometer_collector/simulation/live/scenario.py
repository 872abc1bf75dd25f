"""What goes wrong while a simulated fleet works: read from a name or a TOML file, checked, and told with its fix."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from barometer_collector.simulation.live.population import MODELS, SITES
from barometer_collector.simulation.live.waits import CAP_SECONDS

Minutes = Annotated[float, Meta(ge=0)]


class ScenarioError(Exception):
    """A scenario that cannot be played; the message says why and what to do."""


class Outage(Struct, frozen=True, forbid_unknown_fields=True):
    """The laptops of ``site`` ("": of all sites) reach nobody for ``minutes`` from minute ``begins`` on."""

    begins: Minutes
    minutes: Minutes
    site: str = ""


class Driver(Struct, frozen=True, forbid_unknown_fields=True):
    """From minute ``begins`` on the laptops of ``model`` crash ``crashes_a_day`` times more."""

    model: str
    begins: Minutes
    crashes_a_day: Minutes = 12.0


class SlowVpn(Struct, frozen=True, forbid_unknown_fields=True):
    """For ``minutes`` from minute ``begins`` on everything over the VPN takes ``times`` as long."""

    begins: Minutes
    minutes: Minutes
    times: Annotated[float, Meta(ge=1)] = 6.0


class Storm(Struct, frozen=True, forbid_unknown_fields=True):
    """All laptops come back from an outage of hours, each with ``batches`` that wait, ``within_seconds``."""

    batches: Annotated[int, Meta(ge=1, le=1000)] = 12
    within_seconds: Annotated[float, Meta(gt=0, le=CAP_SECONDS)] = CAP_SECONDS
    steady: bool = True  # and measure on meanwhile


class Scenario(Struct, frozen=True, forbid_unknown_fields=True):
    """Minutes count from the start of the run, in the fleet's own time.

    ``hours``: "always" has everybody at work all the time, "working" each at its own hours on weekdays.
    """

    hours: Literal["always", "working"] = "always"
    outages: tuple[Outage, ...] = ()
    drivers: tuple[Driver, ...] = ()
    slow_vpn: tuple[SlowVpn, ...] = ()
    storm: Storm | None = None


NAMED = {
    "steady": Scenario(),
    "working-day": Scenario(hours="working"),
    "office-outage": Scenario(outages=(Outage(site="Utrecht", begins=5, minutes=30),)),
    "bad-driver": Scenario(drivers=(Driver(model="office", begins=5),)),
    "slow-vpn": Scenario(slow_vpn=(SlowVpn(begins=5, minutes=60),)),
    "storm": Scenario(storm=Storm()),
}


def load_scenario(text: str) -> Scenario:
    """The scenario of that name, or in the file of that path. Raises ScenarioError."""
    return NAMED[text] if text in NAMED else read_scenario(_content(Path(text)), text)


def read_scenario(content: str, name: str) -> Scenario:
    """The scenario in TOML, which calls itself ``name`` when something is wrong with it. Raises ScenarioError."""
    try:
        scenario = msgspec.convert(tomllib.loads(content), Scenario)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ScenarioError(f"scenario {name} cannot be read: {error}") from error
    _known("site", (each.site for each in scenario.outages if each.site), [site for site, _, _ in SITES])
    _known("model", (each.model for each in scenario.drivers), [model for model, _ in MODELS])
    return scenario


def _content(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise ScenarioError(
            f"there is no scenario {path} ({error.strerror}): name a TOML file or one of {', '.join(NAMED)}"
        ) from error


def _known(what: str, given: Iterable[str], known: list[str]) -> None:
    for name in given:
        if name not in known:
            raise ScenarioError(f"there is no {what} {name!r} in a simulated fleet: choose from {', '.join(known)}")

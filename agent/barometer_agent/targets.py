"""What the network is measured to: what the collector says, what the settings add, and the collector until it spoke."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from barometer_agent import enrolment
from barometer_agent.config import Config
from barometer_agent.enrolment import IdentityError
from barometer_agent.sources.executables import printable
from barometer_shared.protocol import MAX_TARGETS, DeviceConfig, Target

if TYPE_CHECKING:
    from barometer_agent.sources.addresses import Place

COLLECTOR = "collector"  # the name under which a collector lists itself


def targets_of(server: str | None, told: DeviceConfig | None, config: Config) -> tuple[Target, ...]:
    """Each once, by its name; those of the settings win, and the collector's are at most MAX_TARGETS.

    ``told`` is None before the collector's first word.
    """
    own = (Target(COLLECTOR, f"{server.rstrip('/')}/healthz"),) if server else ()
    every = (*(_told(told.targets[:MAX_TARGETS], server) if told else own), *config.targets)
    return tuple({target.name: target for target in every}.values())


def shown(targets: Iterable[Target]) -> list[str]:
    """Each on a line, for somebody who looks on: whatever the collector named can be seen."""
    return [printable(f"{target.name} {target.url}") for target in targets]


def targets_without_service(config: Config) -> tuple[Target, ...]:
    """What a command can know of them that runs beside the service, which alone holds what the collector said."""
    return targets_of(config.server_url or _enrolled_at(config), None, config)


def _told(targets: Sequence[Target], server: str | None) -> Iterator[Target]:
    """As what the collector named, which may not be anywhere; the collector itself is where the agent sends to."""
    from barometer_agent.sources.told_targets import ToldTarget  # nothing is told before the first sample

    there = _place(server or "")
    at_home = there is not None and there.is_loopback
    for target in targets:
        here = _place(target.url)
        itself = there is not None and here is not None and (here.host, here.port) == (there.host, there.port)
        yield target if itself else ToldTarget(target.name, target.url, loopback=at_home)


def _place(url: str) -> "Place | None":
    from barometer_agent.sources import addresses

    try:
        return addresses.place(url)
    except ValueError:
        return None


def _enrolled_at(config: Config) -> str | None:
    """The collector of this laptop; None where there is none, or only the service may read which."""
    try:
        return enrolment.load(config.data_dir).server
    except IdentityError:
        return None

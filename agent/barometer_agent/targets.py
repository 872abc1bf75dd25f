"""What the network is measured to: what the collector says, what the settings add, and the collector until it spoke."""

from barometer_agent import enrolment
from barometer_agent.config import Config
from barometer_agent.enrolment import IdentityError
from barometer_agent.sources import addresses
from barometer_agent.sources.addresses import Place
from barometer_agent.sources.told_targets import ToldTarget
from barometer_shared.protocol import MAX_TARGETS, DeviceConfig, Target

COLLECTOR = "collector"  # the name under which a collector lists itself


def targets_of(server: str | None, told: DeviceConfig | None, config: Config) -> tuple[Target, ...]:
    """Each once, by its name; those of the settings win, and the collector's are at most MAX_TARGETS.

    ``told`` is None before the collector's first word.
    """
    own = (Target(COLLECTOR, f"{server.rstrip('/')}/healthz"),) if server else ()
    named = [_told(target, server) for target in told.targets[:MAX_TARGETS]] if told else own
    every = (*named, *config.targets)
    return tuple({target.name: target for target in every}.values())


def _told(target: Target, server: str | None) -> Target:
    """As one that the collector named, which may not be anywhere; the collector itself is where the agent sends to."""
    here, there = _place(target.url), _place(server or "")
    if there is not None and here is not None and (here.host, here.port) == (there.host, there.port):
        return target
    return ToldTarget(target.name, target.url, loopback=there is not None and there.is_loopback)


def _place(url: str) -> Place | None:
    try:
        return addresses.place(url)
    except ValueError:
        return None


def targets_without_service(config: Config) -> tuple[Target, ...]:
    """What a command can know of them that runs beside the service, which alone holds what the collector said."""
    return targets_of(config.server_url or _enrolled_at(config), None, config)


def _enrolled_at(config: Config) -> str | None:
    """The collector of this laptop; None where there is none, or only the service may read which."""
    try:
        return enrolment.load(config.data_dir).server
    except IdentityError:
        return None

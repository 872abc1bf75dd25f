"""What the network is measured to: what the collector says, what the settings add, and the collector until it spoke."""

from barometer_agent import enrolment
from barometer_agent.config import Config
from barometer_agent.enrolment import IdentityError
from barometer_shared.protocol import DeviceConfig, Target

COLLECTOR = "collector"  # the name under which a collector lists itself


def targets_of(server: str | None, told: DeviceConfig | None, config: Config) -> tuple[Target, ...]:
    """Each once, by its name; those of the settings win. ``told`` is None before the collector's first word."""
    own = (Target(COLLECTOR, f"{server.rstrip('/')}/healthz"),) if server else ()
    every = (*(told.targets if told else own), *config.targets)
    return tuple({target.name: target for target in every}.values())


def targets_without_service(config: Config) -> tuple[Target, ...]:
    """What a command can know of them that runs beside the service, which alone holds what the collector said."""
    return targets_of(config.server_url or _enrolled_at(config), None, config)


def _enrolled_at(config: Config) -> str | None:
    """The collector of this laptop; None where there is none, or only the service may read which."""
    try:
        return enrolment.load(config.data_dir).server
    except IdentityError:
        return None

"""The service: puts spool, samplers, uplink and link together, and takes them apart in order."""

import logging
import threading
import time
from contextlib import suppress
from random import Random
from typing import TYPE_CHECKING

from barometer_agent import __version__, enrolment, inventory
from barometer_agent.clock import Clock, SystemClock
from barometer_agent.config import Config
from barometer_agent.guard import Act
from barometer_agent.in_use import InUse
from barometer_agent.inventory import DeviceFacts
from barometer_agent.link.address import socket_path
from barometer_agent.link.door import Door
from barometer_agent.pacing import Pacing
from barometer_agent.runner import Runner
from barometer_agent.sampler import Sampler
from barometer_agent.schedule import Schedule
from barometer_agent.sources.limits import Limits
from barometer_agent.spool import Spool, SpoolError
from barometer_agent.targets import shown, targets_of
from barometer_agent.watch import Watch
from barometer_shared.protocol import Target
from barometer_shared.questions import QUESTION_TYPES, OpenQuestion
from barometer_shared.samples import AgentFacts

if TYPE_CHECKING:  # loaded after the first sample: together they take longer than everything before it
    from barometer_agent.anonymous.booth import Booth
    from barometer_agent.collector import Collector
    from barometer_agent.desk import Desk
    from barometer_agent.link.messages import Status
    from barometer_agent.sources.certificates import Trusts
    from barometer_agent.uplink.loop import Uplink
    from barometer_agent.uplink.sender import Outcome

log = logging.getLogger(__name__)

FIRST = "responsiveness"  # what is measured before everything else is loaded
STOP_SECONDS = 0.6
DEFAULT_INTERVAL_SECONDS = 300.0  # between two exchanges, before the collector's first word


class Service:
    """Everything that runs on a laptop. Raises SpoolError, IdentityError, LinkError or SettingError when it cannot.

    At a ``door`` that is given one service can follow another; it is the caller's to close.
    """

    def __init__(
        self, config: Config, facts: DeviceFacts, clock: Clock | None = None, door: Door | None = None
    ) -> None:
        self._config = config
        self._facts = facts
        self._clock = clock or SystemClock(facts.boot_id)
        self._ending = threading.Event()
        self._random = Random()  # noqa: S311 - it spreads, and hides nothing
        self._door, self._own_door = door or Door(), door is None
        self._path = socket_path(config.socket_dir)
        self._identity = enrolment.load(config.data_dir)
        self._pacing = Pacing(override=config.interval_seconds)
        self._collector: Collector | None = None
        self._uplink: Uplink | None = None
        self._desk: Desk | None = None
        self._booth: Booth | None = None
        self._schedule: Schedule | None = None
        self._trusts: Trusts | None = None
        self._spool = Spool(config.data_dir, config.spool_quota_mb << 20, self._clock.now())
        try:
            self._in_use = InUse(self._clock)
            self._runner = Runner(
                inventory.names(), inventory.take, self._spool, self._clock, self._in_use.at_work, self._targets
            )
            self.watch = Watch(self._spool, self._clock, self._limited, self._slowed, next_turn=self._next_turn)
        except BaseException:
            self._spool.close()
            raise

    def start(self) -> None:
        """Begin to measure, then to send and to answer: what is measured first waits for nobody."""
        first = self._sampler(FIRST)
        self._runner.run(first)
        self.watch.heed_limits()
        self._connect()
        others = [self._sampler(name) for name in inventory.names() if name != FIRST]
        self._schedule = Schedule(
            [first, *others], self._run, self._clock, self._pace, self._random, ran=first, ended=self._runner.write
        )
        self._schedule.start()
        log.info("service_started version=%s", __version__)

    def stop(self) -> None:
        """End within two seconds, everything durable."""
        started = time.monotonic()
        self._ending.set()
        self._door.leave()
        if self._schedule is not None:
            self._schedule.stop(STOP_SECONDS)
        if self._uplink is not None:
            self._uplink.stop(STOP_SECONDS)
        if self._booth is not None:
            self._booth.stop(STOP_SECONDS / 3)  # what is on its way is sent again
        with suppress(SpoolError):
            self._runner.flush()
        self._spool.close()
        if self._collector is not None:
            self._collector.close()
        if self._own_door:
            self._door.close()
        log.info("service_stopped seconds=%.1f", time.monotonic() - started)

    def status(self) -> "Status":
        """How everything is, for the doctor."""
        from barometer_agent.link.messages import Status
        from barometer_agent.sources.told_targets import is_allowed

        health = self._spool.health()
        uplink, reason = _uplink_state(self._uplink)
        collector = self._collector
        config = collector.config if collector else None
        doubted = collector.doubted() if collector else None
        return Status(
            version=__version__,
            server=self._server(),
            quota_bytes=self._config.spool_quota_mb << 20,
            uplink=uplink,
            uplink_reason=reason,
            skew_ms=collector.skew_ms() if collector else None,
            doubted_skew_ms=doubted.heard.skew_ms if doubted else None,
            doubted_ms=doubted.lasted_ms if doubted else 0,
            config_version=config.version if config else "",
            open_questions=len(self._questions() or ()),
            failing_samplers=self._runner.failing,
            targets=shown(target for target in self._targets() if is_allowed(target)),
            refused_targets=shown(target for target in self._targets() if not is_allowed(target)),
            differing_keys=self._booth.differing() if self._booth else [],
            held_back=self._pacing.held_back,
            unreached=self._unreached() or 0,
            **health._asdict(),
        )

    def _connect(self) -> None:
        from barometer_agent.anonymous.booth import Booth
        from barometer_agent.collector import Collector
        from barometer_agent.desk import Desk
        from barometer_agent.reporting import Reports
        from barometer_agent.sources.certificates import trusts
        from barometer_agent.uplink.loop import Pace, Uplink

        agent = AgentFacts(__version__, self._facts.platform, self._facts.os[:120], _question_types())
        self._trusts = trusts(self._config.ca_file)
        self._collector = Collector(
            self._config, self._spool, self._clock, agent, self._ending.is_set, self._metered, self._trusts.collector
        )
        collector = self._collector
        booth = Booth(self._spool.ballots, collector, self._config, self._trusts.collector)

        def exchange() -> "Outcome":
            outcome = collector.exchange()
            booth.look()
            return outcome

        self._booth = booth
        self._uplink = Uplink(exchange, Pace(self._interval, self._random))
        reports = Reports(self._config, lambda: collector.identity, self._trusts.collector)
        desk = self._desk = Desk(
            self._spool,
            self._clock,
            self._questions,
            self.status,
            self._uplink.wake,
            self._config.prompt,
            reports.told,
            self._in_use.touched,
            booth.meet,
        )
        self._uplink.start()
        self._door.attend(self._path, desk.handle)

    def _run(self, sampler: Sampler) -> None:
        spared = self._pacing.spares(uses_network=_uses_network(sampler))
        if spared is None:
            self._runner.gather(sampler)
        else:
            self._runner.spare(sampler, spared)

    def _pace(self, sampler: Sampler) -> float:
        return self._pacing.sampling_seconds(sampler.every, uses_network=_uses_network(sampler))

    def _next_turn(self) -> float:
        return self._schedule.next_seconds() if self._schedule else 0.0

    def _interval(self) -> float:
        config = self._collector.config if self._collector else None
        told = config.interval_seconds if config else DEFAULT_INTERVAL_SECONDS
        return self._pacing.sending_seconds(self._config.interval_seconds or told)

    def _limited(self, limits: Limits) -> None:
        if limits != self._pacing.limits:
            log.info("limits battery_saver=%s metered=%s", limits.battery_saver, limits.metered)
            self._pacing = self._pacing.limited(limits)
            self._hasten()

    def _slowed(self, act: Act) -> None:
        self._pacing = self._pacing.slowed_down(act is not Act.SPEED_UP)
        self._hasten()

    def _hasten(self) -> None:
        if self._schedule is not None:
            self._schedule.hasten()

    def _sampler(self, name: str) -> Sampler:
        own = {"trust": self._trusts.targets if self._trusts else None, "proxy": self._config.proxy}
        known = {"sent_bytes": self._sent_bytes, "read_use": self._in_use.read, "unreached": self._unreached}
        return inventory.create(name, **own, **known)

    def _server(self) -> str:
        return self._collector.server if self._collector else self._config.server_url or self._identity.server

    def _targets(self) -> tuple[Target, ...]:
        if self._collector is None:
            return ()  # the first run, of a sampler that needs none
        return targets_of(self._collector.server, self._collector.config, self._config)

    def _questions(self) -> list[OpenQuestion] | None:
        config = self._collector.config if self._collector else None
        return config.questions if config else None

    def _metered(self) -> bool:
        return self._pacing.limits.metered

    def _unreached(self) -> int | None:
        return self._desk.reach.unreached() if self._desk else None

    def _sent_bytes(self) -> int:
        return self._collector.sent_bytes if self._collector else 0


def _question_types() -> list[str]:
    from barometer_agent.anonymous import token
    from barometer_shared.anonymous import ANONYMOUS_TYPE

    return [*QUESTION_TYPES, ANONYMOUS_TYPE] if token.is_possible() else list(QUESTION_TYPES)


def _uses_network(sampler: Sampler) -> bool:
    return sampler.about.uses_network


def _uplink_state(uplink: "Uplink | None") -> tuple[str, str]:
    from barometer_agent.uplink.sender import Done
    from barometer_agent.uplink.verdict import Later, Unknown

    match uplink.last if uplink else None:
        case Done():
            return "works", ""
        case Later(reason):
            return "waits", reason
        case Unknown(reason):
            return "unknown_device", reason
        case _:
            return "never", ""

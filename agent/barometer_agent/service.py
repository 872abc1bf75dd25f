"""The service: puts spool, samplers, uplink and link together, and takes them apart in order."""

import logging
import sys
import threading
import time
from random import Random

from barometer_agent import __version__, inventory
from barometer_agent.clock import Clock, SystemClock, step_ms
from barometer_agent.collector import Collector
from barometer_agent.config import Config
from barometer_agent.desk import Desk
from barometer_agent.inventory import DeviceFacts
from barometer_agent.link.address import socket_path
from barometer_agent.link.messages import Status
from barometer_agent.link.server import LinkServer
from barometer_agent.runner import Runner
from barometer_agent.schedule import Schedule
from barometer_agent.sources import network, usage
from barometer_agent.spool import Spool
from barometer_agent.targets import targets_of
from barometer_agent.uplink.loop import DEFAULT_INTERVAL_SECONDS, Pace, Uplink
from barometer_agent.uplink.sender import Done
from barometer_agent.uplink.verdict import Later, Unknown
from barometer_shared.protocol import Target
from barometer_shared.questions import QUESTION_TYPES, OpenQuestion
from barometer_shared.samples import AgentFacts

log = logging.getLogger(__name__)

STOP_SECONDS = 0.6
WATCH_SECONDS = 15.0


class Service:
    """Everything that runs on a laptop. Raises SpoolError, IdentityError, LinkError or SettingError when it cannot."""

    def __init__(self, config: Config, facts: DeviceFacts, clock: Clock | None = None) -> None:
        self._config = config
        self._clock = clock or SystemClock(facts.boot_id)
        self._ending = threading.Event()
        path = None if sys.platform == "win32" else socket_path(config.socket_dir)
        self._spool = Spool(config.data_dir, config.spool_quota_mb << 20, self._clock.now())
        try:
            agent = AgentFacts(__version__, facts.platform, facts.os[:120], list(QUESTION_TYPES))
            self._collector = Collector(config, self._spool, self._clock, agent, self._ending.is_set)
            self._uplink = Uplink(self._collector.exchange, Pace(self._interval, Random()))  # noqa: S311 - spread
            samplers = inventory.discover(network.system_trust(config.ca_file) if config.ca_file else None)
            self._runner = Runner(samplers, inventory.take, self._spool, self._clock, _in_use, self._targets)
            self._schedule = Schedule(samplers, self._runner.run, config.interval_seconds)
            desk = Desk(self._spool, self._clock, self._questions, self.status, self._uplink.wake)
            self._link = LinkServer(path, desk.handle) if path else None
        except BaseException:
            self._spool.close()
            raise

    def start(self) -> None:
        """Begin to measure, to send and to answer."""
        self._schedule.start()
        self._uplink.start()
        if self._link is None:
            log.warning("link_missing reason=there is none on this system yet")
        else:
            self._link.start()
        log.info("service_started version=%s", __version__)

    def watch(self) -> None:
        """Wait for the end, and plan anew when somebody sets the clock."""
        before = self._clock.now()
        while not self._ending.wait(WATCH_SECONDS):
            now = self._clock.now()
            if step_ms(before, now):
                log.warning("clock_was_set by_ms=%d", step_ms(before, now))
                self._schedule.replan()
            before = now

    def stop(self) -> None:
        """End within two seconds, everything durable."""
        started = time.monotonic()
        self._ending.set()
        if self._link is not None:
            self._link.close()
        self._schedule.stop(STOP_SECONDS)
        self._uplink.stop(STOP_SECONDS)
        self._spool.close()
        self._collector.close()
        log.info("service_stopped seconds=%.1f", time.monotonic() - started)

    def status(self) -> Status:
        """How everything is, for the doctor."""
        health = self._spool.health()
        uplink, reason = _uplink_state(self._uplink)
        config = self._collector.config
        return Status(
            version=__version__,
            server=self._collector.server,
            quota_bytes=self._config.spool_quota_mb << 20,
            uplink=uplink,
            uplink_reason=reason,
            skew_ms=self._collector.skew_ms(),
            config_version=config.version if config else "",
            open_questions=len(self._questions() or ()),
            failing_samplers=self._runner.failing,
            **health._asdict(),
        )

    def _interval(self) -> float:
        if self._config.interval_seconds is not None:
            return self._config.interval_seconds
        config = self._collector.config
        return config.interval_seconds if config else DEFAULT_INTERVAL_SECONDS

    def _targets(self) -> tuple[Target, ...]:
        return targets_of(self._collector.server, self._collector.config, self._config)

    def _questions(self) -> list[OpenQuestion] | None:
        config = self._collector.config
        return config.questions if config else None


def _in_use() -> bool:
    return usage.read().in_use


def _uplink_state(uplink: Uplink) -> tuple[str, str]:
    match uplink.last:
        case Done():
            return "works", ""
        case Later(reason):
            return "waits", reason
        case Unknown(reason):
            return "unknown_device", reason
        case None:
            return "never", ""

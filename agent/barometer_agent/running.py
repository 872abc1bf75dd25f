"""Runs the service until it is told to end: under other settings when they change, anew when it takes too much."""

import logging
import os
import sys
from collections.abc import Callable
from enum import Enum

from barometer_agent import journal
from barometer_agent.config import Config
from barometer_agent.enrolment import IdentityError
from barometer_agent.link.address import LinkError
from barometer_agent.reload import Settings
from barometer_agent.service import Service
from barometer_agent.settings import SettingError
from barometer_agent.signals import Signals, Told
from barometer_agent.spool import SpoolError

log = logging.getLogger(__name__)

RESTART_STATUS = 75  # EX_TEMPFAIL: where a program cannot replace itself, whoever watches over it starts it again
_REFUSED = (IdentityError, LinkError, SettingError, SpoolError)


class End(Enum):
    """Why the service ended."""

    STOPPED = "stopped"
    RESTART = "restart"
    RELOAD = "reload"


def run(settings: Settings, signals: Signals, make: Callable[[Config], Service]) -> End:
    """The service under ``settings``, until it was told to stop (STOPPED) or must start anew (RESTART).

    Raises what ``make`` and the service's start raise for the settings that it begins with. Later ones that cannot hold
    are told in the log, and those before them stay in force.
    """
    service = _begun(make, settings.current)
    while True:
        end, wanted = _attended(service, settings, signals)
        if wanted is None:
            return end
        service = _replaced(settings, wanted, make)


def start_anew() -> int:
    """Become a fresh process of the same program and arguments; the status to end with where that is not possible."""
    log.warning("service_starts_anew")
    if sys.platform != "win32":  # there exec would leave the service's manager with a process that it does not know
        try:
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - itself
        except OSError as error:
            log.error("service_not_started_anew reason=%s", error.strerror)  # noqa: TRY400 - the reason says it all
    return RESTART_STATUS


def _begun(make: Callable[[Config], Service], config: Config) -> Service:
    service = make(config)
    try:
        service.start()
    except BaseException:
        service.stop()
        raise
    return service


def _attended(service: Service, settings: Settings, signals: Signals) -> tuple[End, Config | None]:
    """How a running service ended, and the other settings that it made room for."""
    try:
        while True:
            told = signals.wait(service.watch.next_seconds())
            if told is Told.STOP:
                return End.STOPPED, None
            wanted = settings.changed(asked=told is Told.RELOAD)
            if wanted is not None:
                return End.RELOAD, wanted
            if service.watch.look():
                return End.RESTART, None
    finally:
        service.stop()


def _replaced(settings: Settings, wanted: Config, make: Callable[[Config], Service]) -> Service:
    """The service under the settings that are ``wanted``, or under those before when they are refused."""
    try:
        service = _begun(make, wanted)
    except _REFUSED as error:
        log.error("settings_refused kept=the old ones reason=%s", error)  # noqa: TRY400 - the reason says it all
        return _begun(make, settings.current)
    settings.current = wanted
    journal.adjust(wanted.log_level)
    log.info("settings_changed")
    return service

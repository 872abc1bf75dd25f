"""What holds for every test: no network but loopback, unhurried property tests, and nothing skipped in CI."""

import logging
import os
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

NO_SKIPS = bool(os.environ.get("BAROMETER_NO_SKIPS"))
# The one reason that stands even there: no package brings a cluster of three nodes.
NEEDS_A_CLUSTER = "TEST_CITUS_URL names no Citus cluster"
_LONGEST_NAME = 80
LOOPBACK = ("127.", "::1", "localhost")

settings.register_profile("house", deadline=None)  # a shared machine may be slow; a slow example is no failure
settings.load_profile("house")


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """Whatever a program under test did to the log ends with its test: its stream is closed for the next one."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A long text names no test: it may hold what is drawn anew in each worker, and all must call a test the same."""
    return argname if isinstance(val, bytes | str) and len(val) > _LONGEST_NAME else None


def pytest_configure() -> None:
    sys.addaudithook(_only_loopback)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    return _without_skip((yield))


def _without_skip(report: Any) -> Any:
    """``report``; where ``BAROMETER_NO_SKIPS`` is set everything is installed, and a skip becomes a failure."""
    if NO_SKIPS and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if str(reason).endswith(NEEDS_A_CLUSTER):
            return report
        report.outcome = "failed"
        report.longrepr = f"nothing may be skipped here (BAROMETER_NO_SKIPS is set): {reason}"
    return report


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(address := arguments[1], tuple):
        host = str(address[0])
        if not host.startswith(LOOPBACK):
            raise RuntimeError(f"a test wants to reach {host}: tests speak to loopback only")

"""What the service is told from outside."""

import contextlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator

import pytest

from barometer_agent.signals import Pair, Signals, Told


@pytest.fixture
def signals() -> Iterator[Signals]:
    with Signals() as made:
        yield made


@pytest.fixture
def listening(signals: Signals) -> Iterator[Signals]:
    kinds = [signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
    before = {kind: signal.getsignal(kind) for kind in kinds}
    signals.listen()
    yield signals
    for kind, handler in before.items():
        signal.signal(kind, handler)


def test_nothing_told_is_nothing(signals: Signals) -> None:
    assert signals.wait(0) is None


def taken(strangers: list[socket.socket]) -> Pair:
    """A pair on loopback to which somebody else connected first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        strangers.append(socket.create_connection(listener.getsockname()))
        there = socket.create_connection(listener.getsockname())
        return listener.accept()[0], there


def test_a_socket_that_another_program_got_hold_of_is_not_listened_to() -> None:
    strangers: list[socket.socket] = []
    pairs = iter([taken(strangers), taken(strangers), socket.socketpair()])
    with Signals(lambda: next(pairs)) as signals:
        signals.tell(Told.RELOAD)
        assert signals.wait(30) is Told.RELOAD
    for stranger in strangers:
        with contextlib.suppress(ConnectionResetError):
            assert stranger.recv(1) == b""
        stranger.close()


def test_a_program_that_always_does_so_is_told() -> None:
    strangers: list[socket.socket] = []
    with pytest.raises(ConnectionAbortedError, match="tell your IT"):
        Signals(lambda: taken(strangers))
    for stranger in strangers:
        stranger.close()


@pytest.mark.parametrize("told", list(Told))
def test_another_thread_may_tell(signals: Signals, told: Told) -> None:
    threading.Thread(target=signals.tell, args=(told,)).start()
    assert signals.wait(30) is told
    assert signals.wait(0) is None


def test_an_end_goes_before_all_else(signals: Signals) -> None:
    for told in (Told.RELOAD, Told.STOP, Told.RELOAD):
        signals.tell(told)
    assert signals.wait(0) is Told.STOP


@pytest.mark.skipif(sys.platform == "win32", reason="the signals are POSIX's")
@pytest.mark.parametrize(("name", "told"), [("SIGTERM", Told.STOP), ("SIGINT", Told.STOP), ("SIGHUP", Told.RELOAD)])
def test_a_signal_means_what_it_means(listening: Signals, name: str, told: Told) -> None:
    os.kill(os.getpid(), getattr(signal, name))
    assert listening.wait(30) is told


@pytest.mark.skipif(sys.platform == "win32", reason="the signals are POSIX's")
def test_a_signal_after_the_end_is_let_pass(listening: Signals) -> None:
    listening.close()
    os.kill(os.getpid(), signal.SIGTERM)

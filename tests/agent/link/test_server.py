"""The service's end, with real sockets and bad clients."""

import errno
import logging
import os
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from barometer_agent.link import client, server
from barometer_agent.link.address import LinkError, socket_path
from barometer_agent.link.client import NotRunningError
from barometer_agent.link.limits import Limits
from barometer_agent.link.listening import Sockets
from barometer_agent.link.messages import (
    MAX_REQUEST_BYTES,
    AskQuestions,
    AskStatus,
    Questions,
    Reply,
    Request,
)
from barometer_agent.link.peers import Peer
from barometer_agent.link.server import MOST_CLIENTS, MOST_OF_ONE_ACCOUNT, LinkServer
from tests.eventually import eventually

if TYPE_CHECKING:
    Disk = Any

pytestmark = pytest.mark.skipif(os.name != "posix", reason="AF_UNIX with credentials is POSIX's")

EMPTY = Questions([], [])
Handler = Callable[[Request, Peer], Iterable[Reply]]


def answer(request: Request, _peer: Peer) -> Iterable[Reply]:
    if isinstance(request, AskStatus):
        raise ZeroDivisionError("the secret answer")
    return [EMPTY]


@contextmanager
def serving(folder: Path, handler: Handler = answer, seconds: float = 5.0) -> Iterator[Path]:
    path = socket_path(folder)
    link = LinkServer(path, handler, seconds)
    link.start()
    try:
        yield path
    finally:
        link.close()


def raw(path: Path, data: bytes, *, to_the_end: bool = False) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(path))
        if data:  # who was turned away already cannot even be told nothing
            connection.sendall(data)
        received = connection.makefile("rb")
        return received.read() if to_the_end else received.readline()


def test_a_request_is_answered_and_the_peer_is_who_the_system_says(short_dir: Path) -> None:
    peers: list[Peer] = []

    def handler(_request: Request, peer: Peer) -> list[Reply]:
        peers.append(peer)
        return [EMPTY]

    with serving(short_dir, handler) as path:
        assert client.ask(path, AskQuestions()) == EMPTY
    assert [peer.trusted for peer in peers] == [True]


def test_any_account_of_the_machine_may_connect(short_dir: Path) -> None:
    with serving(short_dir) as path:
        assert stat.S_IMODE(path.stat().st_mode) == 0o666


@pytest.mark.parametrize("nonsense", [b"hello\n", b"{}\n", b'{"type": "shutdown"}\n', b"\xff\xfe\n"])
def test_nonsense_is_refused(short_dir: Path, nonsense: bytes) -> None:
    with serving(short_dir) as path:
        assert b"bad_request" in raw(path, nonsense)
        assert client.ask(path, AskQuestions()) == EMPTY


def test_a_client_that_sends_without_end_hurts_nobody(short_dir: Path) -> None:
    with serving(short_dir) as path:
        with socket.socket(socket.AF_UNIX) as greedy:
            greedy.connect(str(path))
            with pytest.raises(OSError, match=r"Broken pipe|reset"):
                greedy.sendall(b"x" * MAX_REQUEST_BYTES * 1000)
        assert client.ask(path, AskQuestions()) == EMPTY


def test_silent_clients_are_dropped_after_their_time(short_dir: Path) -> None:
    with serving(short_dir, seconds=0.2) as path:
        silent = [socket.socket(socket.AF_UNIX) for _ in range(MOST_CLIENTS)]
        try:
            for connection in silent:
                connection.connect(str(path))
            for connection in silent:
                connection.settimeout(10)
                assert connection.recv(1) == b""
            assert client.ask(path, AskQuestions()) == EMPTY
        finally:
            for connection in silent:
                connection.close()


def test_who_was_answered_to_the_end_has_a_seat_at_once(short_dir: Path) -> None:
    with serving(short_dir) as path:
        held = [socket.socket(socket.AF_UNIX) for _ in range(MOST_OF_ONE_ACCOUNT - 1)]
        try:
            for connection in held:
                connection.connect(str(path))
            assert all(raw(path, b'{"type": "questions"}\n', to_the_end=True) for _ in range(1000))
        finally:
            for connection in held:
                connection.close()


def test_an_account_that_takes_all_it_may_leaves_room_for_the_others(
    short_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = iter([*["mallory"] * (MOST_OF_ONE_ACCOUNT + 1), "ada"])  # one machine's test has one account alone
    monkeypatch.setattr(server, "seat", lambda _connection: next(asking))
    with serving(short_dir) as path:
        held = [socket.socket(socket.AF_UNIX) for _ in range(MOST_OF_ONE_ACCOUNT + 1)]
        try:
            for connection in held:
                connection.connect(str(path))
            held[-1].settimeout(2)
            assert held[-1].recv(1) == b""
            assert client.ask(path, AskQuestions()) == EMPTY
        finally:
            for connection in held:
                connection.close()


def test_whoever_asks_in_a_loop_is_refused_and_others_are_not(short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    who = [Peer("mallory", trusted=False)]
    monkeypatch.setattr(server, "peer", lambda _connection: who[0])
    monkeypatch.setattr(server, "REFUSAL_SECONDS", 0.0)
    monkeypatch.setattr(server, "Limits", lambda: Limits(lambda: 0.0))  # a busy machine would be given turns meanwhile
    with serving(short_dir) as path:
        told = [raw(path, b'{"type":"questions"}\n') for _ in range(12)]
        assert [b'"busy"' in line for line in told].index(True) == 10
        who[0] = Peer("ada", trusted=False)
        assert client.ask(path, AskQuestions()) == EMPTY
        asked = [raw(path, b'{"type":"sent"}\n') for _ in range(5)]
        assert [b'"busy"' in line for line in asked] == [False] * 4 + [True]
        who[0] = Peer("root", trusted=True)
        assert not any(b'"busy"' in raw(path, b'{"type":"sent"}\n') for _ in range(20))


def test_connecting_and_saying_nothing_counts_as_asking(short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "peer", lambda _connection: Peer("mallory", trusted=False))
    monkeypatch.setattr(server, "REFUSAL_SECONDS", 0.0)
    monkeypatch.setattr(server, "Limits", lambda: Limits(lambda: 0.0))  # a busy machine would be given turns meanwhile
    with serving(short_dir) as path:
        for _ in range(10):
            with socket.socket(socket.AF_UNIX) as silent:
                silent.connect(str(path))
                silent.shutdown(socket.SHUT_WR)
                assert silent.recv(1) == b""
        assert b'"busy"' in raw(path, b'{"type":"questions"}\n')


def test_a_fault_of_the_service_costs_one_request_and_logs_no_content(
    short_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with serving(short_dir) as path:
        assert raw(path, b'{"type":"status"}\n') == b""
        assert client.ask(path, AskQuestions()) == EMPTY
    assert "link_request_failed kind=ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


class Refusing:
    """A listener that cannot take a client ``times``, and then can."""

    def __init__(self, real: Sockets, times: int) -> None:
        self._real = real
        self._times = times

    def accept(self) -> socket.socket:
        if self._times:
            self._times -= 1
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
        return self._real.accept()

    def shutdown(self) -> None:
        self._real.shutdown()

    def close(self) -> None:
        self._real.close()


def test_a_client_that_could_not_be_taken_is_not_the_end_of_the_link(
    short_dir: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(server, "listen", lambda path: Refusing(Sockets(path), 3))
    link = LinkServer(socket_path(short_dir), answer, pause=0.01)
    link.start()
    try:
        assert client.ask(link.path, AskQuestions()) == EMPTY
    finally:
        link.close()
    assert [one.split()[0] for one in caplog.messages] == ["link_failing", "link_works_again"]


def test_a_thread_that_could_not_be_made_costs_no_seat(short_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [MOST_OF_ONE_ACCOUNT + 1]
    begin = threading.Thread.start

    def start(thread: threading.Thread) -> None:
        if thread.name == "link-client" and left[0]:
            left[0] -= 1
            raise RuntimeError("can't start new thread")
        begin(thread)

    monkeypatch.setattr(threading.Thread, "start", start)
    link = LinkServer(socket_path(short_dir), answer, pause=0.01)
    link.start()
    try:
        for _ in range(MOST_OF_ONE_ACCOUNT + 1):
            assert raw(link.path, b"") == b""
        assert client.ask(link.path, AskQuestions()) == EMPTY
    finally:
        link.close()


def test_a_disk_that_lets_no_socket_be_made_is_waited_for(disk: "Disk") -> None:
    disk.forbid_writing()
    link = LinkServer(socket_path(disk.folder), answer, pause=0.01)
    link.start()
    try:
        with pytest.raises(NotRunningError):
            client.ask(link.path, AskQuestions())
        disk.allow_writing()
        eventually(link.path.is_socket)
        assert client.ask(link.path, AskQuestions()) == EMPTY
    finally:
        link.close()


def test_a_link_that_never_came_about_can_be_closed(disk: "Disk") -> None:
    disk.forbid_writing()
    link = LinkServer(socket_path(disk.folder), answer)
    link.start()
    link.close()
    disk.allow_writing()
    assert not link.path.exists()


def test_a_place_that_another_took_is_waited_for_and_told_once(
    short_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    taken = short_dir / "taken"
    taken.touch()
    path = socket_path(taken)
    with pytest.raises(LinkError):
        LinkServer(path, answer)
    link = LinkServer(path, answer, waits=True, retry=0.01)
    link.start()
    try:
        with pytest.raises(NotRunningError):
            client.ask(path, AskQuestions())
        taken.unlink()
        eventually(path.exists)
        assert client.ask(path, AskQuestions()) == EMPTY
    finally:
        link.close()
    assert [one.split()[0] for one in caplog.messages] == ["link_failing", "link_works_again"]


def test_who_waits_for_a_minute_ends_at_once(short_dir: Path) -> None:
    (short_dir / "taken").touch()
    link = LinkServer(socket_path(short_dir / "taken"), answer, waits=True)
    link.start()
    started = time.monotonic()
    link.close()
    assert time.monotonic() - started < 10  # and not a minute

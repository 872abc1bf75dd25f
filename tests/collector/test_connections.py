"""Connections over real sockets: who is slow or says too much is shown the door, and nobody else."""

import asyncio
import select
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager

import httpx
import pytest
from fastapi import FastAPI, Request

from barometer_collector import connections
from tests.collector.running import running

_SECONDS = 30
_HEAD = b"POST /echo HTTP/1.1\r\nHost: barometer\r\n"


@pytest.fixture
def slow_app() -> FastAPI:
    """Gives a body back, after as long as it is told."""
    app = FastAPI()

    @app.post("/echo")
    async def echo(request: Request, wait: float = 0.0) -> str:
        body = await request.body()
        await asyncio.sleep(wait)
        return body.decode()

    return app


@contextmanager
def _connected(client: httpx.Client) -> Iterator[socket.socket]:
    with closing(socket.create_connection(("127.0.0.1", client.base_url.port or 0), timeout=_SECONDS)) as connection:
        yield connection


def _until_closed(connection: socket.socket) -> bytes:
    said = b""
    try:
        while part := connection.recv(65_536):
            said += part
    except ConnectionResetError:
        pass
    return said


def _said_while_sending(connection: socket.socket, each: bytes) -> bytes:
    """What came back until the other side had enough; it must have, before a hundred megabytes."""
    for _ in range(1_600):
        try:
            connection.sendall(each)
        except ConnectionError:
            return b""
        if select.select([connection], [], [], 0)[0]:
            return _until_closed(connection)
    raise AssertionError("everything was taken")


def _limits(monkeypatch: pytest.MonkeyPatch, head: float, request: float) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", head)
    monkeypatch.setattr(connections, "REQUEST_SECONDS", request)


@pytest.mark.parametrize("said", [b"", b"PO", _HEAD], ids=["nothing", "half a word", "half a head"])
def test_whoever_does_not_finish_the_head_is_disconnected(
    slow_app: FastAPI, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    _limits(monkeypatch, 0.05, _SECONDS)
    with running(slow_app) as client, _connected(client) as connection:
        connection.sendall(said)
        assert _until_closed(connection) == b""


def test_whoever_does_not_finish_the_body_is_disconnected(slow_app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    _limits(monkeypatch, 0.05, 0.1)
    with running(slow_app) as client, _connected(client) as connection:
        connection.sendall(_HEAD + b"Content-Length: 10\r\n\r\nhalf")
        assert _until_closed(connection) == b""


def test_whoever_goes_on_sending_after_the_answer_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    _limits(monkeypatch, 0.05, 0.1)
    with running(FastAPI()) as client, _connected(client) as connection:
        connection.sendall(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n")
        assert _until_closed(connection).startswith(b"HTTP/1.1 404")


def test_whoever_said_everything_may_wait_for_the_answer(slow_app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    _limits(monkeypatch, 0.02, 0.02)
    with running(slow_app) as client:
        for _ in range(2):
            assert client.post("/echo", params={"wait": 0.2}, content=b"hello").json() == "hello"


def test_the_next_request_of_a_connection_is_held_to_the_same(
    slow_app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    _limits(monkeypatch, 0.1, _SECONDS)
    with running(slow_app) as client, _connected(client) as connection:
        connection.sendall(_HEAD + b"Content-Length: 2\r\n\r\nhi" + _HEAD)
        said = _until_closed(connection)
        assert said.startswith(b"HTTP/1.1 200")
        assert said.endswith(b'"hi"')


@pytest.mark.parametrize("each", [b"x" * 65_536, b"X: y\r\n" * 20], ids=["one without an end", "too many"])
def test_headers_that_are_too_much_are_refused_before_they_end(slow_app: FastAPI, each: bytes) -> None:
    with running(slow_app) as client:
        with _connected(client) as connection:
            connection.sendall(_HEAD + b"X: y\r\n")
            assert _said_while_sending(connection, each)[:12] in (b"HTTP/1.1 400", b"")  # unread data resets it
        assert client.post("/echo", content=b"hello", headers={"X": "x" * 8_000}).json() == "hello"


def test_a_long_body_is_no_long_head(slow_app: FastAPI) -> None:
    with running(slow_app) as client:
        body = "x" * 4 * connections.MAX_HEAD_BYTES
        for _ in range(2):
            assert client.post("/echo", content=body).json() == body


def test_connections_beyond_what_can_be_held_are_closed_at_once(
    slow_app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_TOO_MANY", 2)
    with running(slow_app) as client, _connected(client) as first, _connected(client) as second:
        with _connected(client) as third:
            assert _until_closed(third) == b""
        for each in (first, second):
            each.sendall(_HEAD + b"Content-Length: 2\r\n\r\nhi")
            assert each.recv(65_536).startswith(b"HTTP/1.1 200")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_a_collector_allows_itself_the_files_that_connections_need() -> None:
    program = (
        "import resource\n"
        "from barometer_collector.connections import allow_open_files\n"
        "most = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 600)\n"
        "for limits in ((64, most), (most, most)):\n"
        "    resource.setrlimit(resource.RLIMIT_NOFILE, limits)\n"
        "    allow_open_files()\n"
        "    assert resource.getrlimit(resource.RLIMIT_NOFILE) == (most, most)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)

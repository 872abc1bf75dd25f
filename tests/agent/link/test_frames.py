"""Lines over a socket."""

import socket
from collections.abc import Iterator

import pytest

from barometer_agent.link.frames import FrameError, Frames


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    left, right = socket.socketpair()
    with left, right:
        yield left, right


def test_lines_arrive_whole_however_they_are_cut(pair: tuple[socket.socket, socket.socket]) -> None:
    left, right = pair
    frames = Frames(right, 100, 5)
    left.sendall(b"fir")
    left.sendall(b"st\nsecond\nthi")
    left.sendall(b"rd\n")
    left.shutdown(socket.SHUT_WR)
    assert [frames.receive() for _ in range(4)] == [b"first", b"second", b"third", None]


def test_an_endless_line_is_cut_off(pair: tuple[socket.socket, socket.socket]) -> None:
    left, right = pair
    left.sendall(b"x" * 200)
    with pytest.raises(FrameError, match="longer than 100 bytes"):
        Frames(right, 100, 5).receive()


def test_half_a_line_is_an_error(pair: tuple[socket.socket, socket.socket]) -> None:
    left, right = pair
    left.sendall(b"half")
    left.shutdown(socket.SHUT_WR)
    with pytest.raises(FrameError, match="middle of a line"):
        Frames(right, 100, 5).receive()


class Dripping:
    """A connection that gives one byte at a time, for ever."""

    def settimeout(self, _seconds: float) -> None:
        pass

    def recv(self, _size: int) -> bytes:
        return b"a"


def test_who_drips_runs_out_of_time() -> None:
    ticks = iter([0.0, 1.0, 4.0, 6.0])
    with pytest.raises(FrameError, match="in time"):
        Frames(Dripping(), 100, 5, lambda: next(ticks)).receive()  # type: ignore[arg-type]


def test_who_says_nothing_at_first_is_not_waited_for_as_long(pair: tuple[socket.socket, socket.socket]) -> None:
    left, right = pair
    with pytest.raises(FrameError, match="timed out"):
        Frames(right, 100, 60).receive(first_within=0.01)
    left.sendall(b"line\n")
    assert Frames(right, 100, 60).receive(first_within=5) == b"line"
    left.shutdown(socket.SHUT_WR)
    assert Frames(right, 100, 60).receive(first_within=5) is None


def test_sending_to_nobody_is_an_error(pair: tuple[socket.socket, socket.socket]) -> None:
    left, right = pair
    left.close()
    with pytest.raises(FrameError, match="is gone"):
        Frames(right, 100, 5).send(b"x" * 10_000_000)

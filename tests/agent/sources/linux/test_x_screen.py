"""Full screen and idleness, from a server that is played, and from a real one with a window manager."""

import struct
import subprocess
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.linux import x_screen
from barometer_agent.sources.linux.x_screen import Screen
from tests.agent.sources.linux import real_screen

AWAY_MS = 400
ROOT, WINDOW = 0x123, 0x2600003
ACTIVE, STATE, FULL, MAXIMISED = 300, 301, 302, 303
ATOMS = {b"_NET_ACTIVE_WINDOW": ACTIVE, b"_NET_WM_STATE": STATE, b"_NET_WM_STATE_FULLSCREEN": FULL}
Properties = dict[tuple[int, int], tuple[int, ...]]


class Played:
    """An X server with these properties, by window and atom; ``saver`` is the opcode of its screen saver."""

    def __init__(self, properties: Properties, saver: int = 0, atoms: dict[bytes, int] = ATOMS) -> None:
        self._properties, self._saver, self._atoms = properties, saver, atoms

    def ask(self, request: bytes) -> bytes | None:
        assert len(request) % 4 == 0
        match request[0]:
            case 16:
                (length,) = struct.unpack_from("=H", request, 4)
                return reply(struct.pack("=I", self._atoms.get(request[8 : 8 + length], 0)))
            case 20:
                values = self._properties.get(struct.unpack_from("=II", request, 4))
                return None if values is None else numbers(*values)
            case 98:
                return reply(struct.pack("=BB", bool(self._saver), self._saver))
            case opcode if opcode == self._saver:
                assert struct.unpack_from("=xBxxI", request) == (1, ROOT)
                return reply(struct.pack("=III", 0, 600_000, 125_000))
        raise AssertionError(request)


def reply(body: bytes) -> bytes:
    return struct.pack("=BBHI", 1, 0, 7, 0) + body.ljust(24, b"\0")


def numbers(*values: int) -> bytes:
    width = 32 if values else 0
    head = struct.pack("=BBHIIII12x", 1, width, 7, len(values), 4, 0, len(values))
    return head + struct.pack(f"={len(values)}I", *values)


def is_full(properties: Properties, atoms: dict[bytes, int] = ATOMS) -> bool | None:
    return x_screen.is_full(Played(properties, atoms=atoms).ask, ROOT)


@pytest.mark.parametrize(
    ("states", "full"), [((FULL,), True), ((MAXIMISED, FULL), True), ((MAXIMISED,), False), ((), False)]
)
def test_the_window_in_front_says_itself_that_it_fills_the_screen(states: tuple[int, ...], full: bool) -> None:
    assert is_full({(ROOT, ACTIVE): (WINDOW,), (WINDOW, STATE): states}) is full


def test_a_desktop_with_nothing_in_front_is_not_filled() -> None:
    assert is_full({(ROOT, ACTIVE): (0,)}) is False


def test_a_window_that_closes_meanwhile_fills_nothing() -> None:
    assert is_full({(ROOT, ACTIVE): (WINDOW,)}) is False


@pytest.mark.parametrize("atoms", [{}, ATOMS])
def test_without_a_window_manager_that_tells_it_is_unknown(atoms: dict[bytes, int]) -> None:
    assert is_full({}, atoms) is None


def test_a_window_manager_that_knows_no_full_screen_fills_none() -> None:
    atoms = {name: atom for name, atom in ATOMS.items() if atom != FULL}
    assert is_full({(ROOT, ACTIVE): (WINDOW,), (WINDOW, STATE): (MAXIMISED,)}, atoms) is False


def test_a_server_that_keeps_the_last_input_tells_how_long_ago_that_is() -> None:
    assert x_screen.idle_ms(Played({}, saver=142).ask, ROOT) == 125_000
    assert x_screen.idle_ms(Played({}).ask, ROOT) is None


@given(st.integers(0, 300), st.integers(0, 20), st.integers(1, 2**32 - 1))
def test_the_root_stands_behind_vendor_and_formats(vendor: int, formats: int, window: int) -> None:
    head = struct.pack("=24xHxxBB10x", vendor, 1, formats)
    setup = head + b"v" * ((vendor + 3) & ~3) + b"f" * 8 * formats
    assert x_screen.root(setup + struct.pack("=I36x", window)) == window
    assert x_screen.root(setup) is None


@given(st.binary(max_size=120))
def test_no_setup_whatever_is_a_fault(setup: bytes) -> None:
    assert x_screen.root(setup) is None or len(setup) >= 44


@given(st.binary(min_size=32, max_size=80))
def test_no_answer_whatever_is_a_fault(answer: bytes) -> None:
    assert x_screen.is_full(lambda _request: answer, ROOT) in (True, False, None)
    assert x_screen.idle_ms(lambda _request: answer, ROOT) is None or answer[8]


@pytest.mark.parametrize(
    ("environment", "is_of_x"),
    [
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "x11"}, True),
        ({"DISPLAY": ":0"}, True),
        ({"DISPLAY": ":0", "XDG_SESSION_TYPE": "wayland"}, False),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"XDG_SESSION_TYPE": "x11"}, False),
    ],
)
def test_only_a_desktop_that_x_draws_is_asked(environment: dict[str, str], is_of_x: bool) -> None:
    assert x_screen.is_of_x(environment) is is_of_x


def test_without_a_desktop_or_its_server_nothing_is_told() -> None:
    assert x_screen.read({}) == Screen()
    assert x_screen.read({"DISPLAY": ":65535"}) == Screen()


@pytest.fixture(scope="module")
def screen() -> Iterator[dict[str, str]]:
    with real_screen.running() as display, real_screen.managed(display):
        yield {"DISPLAY": display}


def comes(environment: dict[str, str], full: bool) -> bool:
    """Whether a window that fills the screen, or one that does not, comes to the front."""
    end = time.monotonic() + 20
    while (told := x_screen.read(environment).full_screen) is not full and time.monotonic() < end:
        pass
    return told is full


@pytest.mark.desktop
def test_a_real_window_that_fills_the_screen_is_seen(screen: dict[str, str]) -> None:
    with real_screen.window(screen["DISPLAY"]) as fill:
        for full in (False, True, False):
            fill(full)
            assert comes(screen, full)


@pytest.mark.desktop
def test_a_real_key_is_input(screen: dict[str, str]) -> None:
    while (x_screen.read(screen).idle_ms or 0) < AWAY_MS:
        pass
    begun = time.monotonic()
    subprocess.run(["xdotool", "key", "Shift_L"], env={**screen, "PATH": "/usr/bin:/bin"}, timeout=60, check=True)
    idle = x_screen.read(screen).idle_ms
    assert idle is not None
    assert idle < (time.monotonic() - begun) * 1000 + AWAY_MS

"""A client of a real X server that keeps things with its windows: properties, and the settings of a desktop."""

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from barometer_agent.sources.linux import x11, x_screen

_CREATE_WINDOW, _INTERN_ATOM, _CHANGE_PROPERTY, _SET_SELECTION_OWNER = 1, 16, 18, 22
_CARDINAL, _MOST_NUMBER = 6, 0x1FFFFF
Setting = int | str


class Keeper:
    """What it keeps is there until the server forgets the client."""

    def __init__(self, server: x11.Server) -> None:
        self._server = server
        found = x_screen.root(server.setup())
        assert found is not None
        self.root = found
        self._made = 0

    def window(self) -> int:
        """A window that is never shown."""
        (base,) = struct.unpack_from("=12xI", self._server.setup())
        self._made += 1
        window = int(base) + self._made
        self._server.tell(
            struct.pack("=BBHIIhhHHHHII", _CREATE_WINDOW, 0, 0, window, self.root, 0, 0, 1, 1, 0, 0, 0, 0)
        )
        return window

    def numbers(self, window: int, name: str, *values: int) -> None:
        self._put(window, name, 32, struct.pack(f"={len(values)}I", *values), len(values))

    def text(self, window: int, name: str, value: bytes) -> None:
        self._put(window, name, 8, value.ljust((len(value) + 3) & ~3, b"\0"), len(value))

    def settings(self, kept: Mapping[str, Setting]) -> None:
        """As a desktop tells them to its programs."""
        window = self.window()
        self.text(window, "_XSETTINGS_SETTINGS", settings(kept))
        self._server.tell(struct.pack("=BxHIII", _SET_SELECTION_OWNER, 0, window, self._atom("_XSETTINGS_S0"), 0))

    def _put(self, window: int, name: str, width: int, values: bytes, count: int) -> None:
        head = (_CHANGE_PROPERTY, 0, 0, window, self._atom(name), _CARDINAL, width, count)
        self._server.tell(struct.pack("=BBHIIIBxxxI", *head) + values)

    def _atom(self, name: str) -> int:
        text = name.encode()
        head = struct.pack("=BBHHxx", _INTERN_ATOM, 0, 0, len(text))
        reply = self._server.ask(head + text.ljust((len(text) + 3) & ~3, b"\0"))
        assert reply is not None
        return int(struct.unpack_from("=8xI", reply)[0])


@contextmanager
def keeper(display: str) -> Iterator[Keeper]:
    with x11.connected(display) as server:
        assert server is not None
        yield Keeper(server)


def settings(kept: Mapping[str, Setting], order: str = "<") -> bytes:
    """The property, with the bytes of numbers in this order."""
    text = struct.pack(f"{order}B3xII", order == ">", 7, len(kept))
    for name, value in kept.items():
        told = name.encode()
        kind = 0 if isinstance(value, int) else 1
        text += struct.pack(f"{order}BxH", kind, len(told)) + _full(told) + struct.pack(f"{order}I", 3)
        if isinstance(value, int):
            text += struct.pack(f"{order}i", value)
        else:
            text += struct.pack(f"{order}I", len(value.encode())) + _full(value.encode())
    return text


def _full(text: bytes) -> bytes:
    return text.ljust((len(text) + 3) & ~3, b"\0")

"""A notification area that is not there: what pystray offers of it, with its messages given by hand."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

NOTIFIED, CLOSE, QUERY_END, END = 0x40B, 0x10, 0x11, 0x16
LEFT_UP, RIGHT_UP, LEFT_DOWN = 0x202, 0x205, 0x201
WORDS_SHOWN, WORDS_GONE, WORDS_CLICKED = 0x402, 0x404, 0x405


@dataclass(frozen=True)
class FakeLine:
    """A line of a menu as it would be drawn."""

    text: str
    action: Any
    checked: Callable[[Any], bool | None] | None = None
    radio: bool = False
    enabled: bool = True


class FakeMenu:
    SEPARATOR = FakeLine("- - - -", None)

    def __init__(self, *items: FakeLine) -> None:
        self.items = items

    def told(self) -> list[Any]:
        """Each line: its text, and what is particular about it."""
        return ["-" if line is self.SEPARATOR else self._told(line) for line in self.items]

    def _told(self, line: FakeLine) -> Any:
        if isinstance(line.action, FakeMenu):
            return line.text, line.action.told()
        tick = line.checked(line) if line.checked else None
        marks = {"radio": line.radio, "off": not line.enabled, "ticked": tick is True, "unticked": tick is False}
        return " ".join([line.text, *(mark for mark, is_so in marks.items() if is_so)])


class FakeIcon:
    """Remembers what Windows was told; ``send`` is a message of Windows, taken in the icon's own thread."""

    def __init__(self, name: str, icon: Any, title: str, menu: FakeMenu) -> None:
        self.name, self.icon, self.title, self.menu = name, icon, title, menu
        self.visible = False
        self.said: list[dict[str, Any]] = []
        self.opened: list[FakeMenu] = []
        self.broken = False
        self._message_handlers: dict[int, Callable[[int, int], object]] = {NOTIFIED: self._on_notify}
        self._stopping = threading.Event()

    def run(self, setup: Callable[[Any], None]) -> None:
        if self.broken:
            raise OSError(8, "not enough memory")
        beside = threading.Thread(target=setup, args=(self,))
        beside.start()
        self._stopping.wait()
        beside.join()
        self.visible = False

    def stop(self) -> None:
        self._stopping.set()

    def _message(self, code: int, flags: int, **told: Any) -> None:
        assert (code, flags) == (1, 0x10)
        self.said.append(told)

    def _on_notify(self, _which: int, how: int) -> None:
        if how == RIGHT_UP:
            self.opened.append(self.menu)

    def send(self, message: int, which: int = 0, how: int = 0) -> int:
        answer: Any = self._message_handlers.get(message, lambda *_: 0)(which, how)
        return int(answer or 0)


class FakeKit:
    """pystray, with every icon that was made."""

    Menu = FakeMenu
    MenuItem = FakeLine

    def __init__(self) -> None:
        self.icons: list[FakeIcon] = []
        self.broken = False

    def Icon(self, *told: Any, **named: Any) -> FakeIcon:  # noqa: N802 - its name there
        made = FakeIcon(*told, **named)
        made.broken = self.broken
        self.icons.append(made)
        return made


@pytest.fixture
def kit() -> Iterator[FakeKit]:
    made = FakeKit()
    yield made
    for icon in made.icons:
        icon.stop()

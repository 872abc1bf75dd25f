"""The icon in the notification area, by pystray, in a thread of its own that hears Windows' messages.

Beside what pystray does: the menu is made anew each time it opens, a click does the same as its first line without
making a menu, and the end of the session and a request to close are obeyed (pystray answers every message that it does
not know with 0, which to WM_QUERYENDSESSION says: do not sign out). So this reaches into its window: ``_message`` and
``_message_handlers`` are not documented, and the dependency names the version of which that is known.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from barometer_agent.tray.menu import Entry
from barometer_agent.tray.windows.picture import Picture

_NOTIFIED = 0x40B  # pystray's own: something happened to the icon
_LEFT_UP, _RIGHT_UP = 0x202, 0x205
_WORDS_GONE, _WORDS_CLICKED = 0x404, 0x405  # NIN_BALLOONTIMEOUT, dismissed too, and NIN_BALLOONUSERCLICK
_CLOSE, _QUERY_END, _END = 0x10, 0x11, 0x16  # WM_CLOSE, WM_QUERYENDSESSION, WM_ENDSESSION
_MODIFY, _INFO = 1, 0x10  # NIM_MODIFY, NIF_INFO
_NO_SOUND, _RESPECT_QUIET_TIME = 0x10, 0x80  # NIIF_*
# What fits in NOTIFYICONDATAW, each with its closing zero.
_MOST_OF_TIP, _MOST_OF_TITLE, _MOST_OF_TEXT = 127, 63, 255
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hands:
    """Whom the icon calls, from its own thread.

    ``fresh`` gives the menu that is to open; ``words`` hears whether those beside the icon were clicked, or just went.
    """

    ready: Callable[[], None]
    clicked: Callable[[], None]
    chosen: Callable[[int], None]
    fresh: Callable[[], Sequence[Entry]]
    words: Callable[[bool], None]
    ended: Callable[[], None]


class NotifyIcon:
    """An icon called ``title``; ``kit`` is pystray. ``start`` it once, and ``stop`` it from another thread."""

    def __init__(self, kit: Any, title: str, tip: str, hands: Hands) -> None:
        self._kit = kit
        self._hands = hands
        self._icon = kit.Icon("barometer", Picture(), _cut(f"{title}\n{tip}", _MOST_OF_TIP), menu=kit.Menu())
        self._title = title
        self._handlers: dict[int, Callable[[int, int], object]] = self._icon._message_handlers
        self._notified = self._handlers[_NOTIFIED]
        self._handlers.update({_NOTIFIED: self._touched, _CLOSE: self._leave, _QUERY_END: _agree, _END: self._end})
        self._thread = threading.Thread(target=self._run, name="icon", daemon=True)

    def start(self) -> None:
        """Show it; ``ready`` is called when Windows was told."""
        self._thread.start()

    def stop(self, seconds: float) -> None:
        """Take it away; an open menu is waited for no longer than so many seconds."""
        self._icon.stop()
        self._thread.join(seconds)

    def tell(self, tip: str) -> None:
        """What the mouse is told that rests on it."""
        self._icon.title = _cut(f"{self._title}\n{tip}", _MOST_OF_TIP)

    def say(self, title: str, text: str, last: str = "") -> None:
        """Words beside it, in place of those before, and ``last`` in a line of its own; without a sound.

        Windows does not show them while nobody may be disturbed.
        """
        self.hush()
        quietly = {"dwInfoFlags": _NO_SOUND | _RESPECT_QUIET_TIME}
        ends = f"\n{last}" if last else ""
        whole = _cut(text, _MOST_OF_TEXT - _units(ends)) + ends
        self._icon._message(_MODIFY, _INFO, szInfoTitle=_cut(title, _MOST_OF_TITLE), szInfo=whole, **quietly)

    def hush(self) -> None:
        """Take the words away."""
        self._icon._message(_MODIFY, _INFO, szInfo="")

    def _run(self) -> None:
        try:
            self._icon.run(self._shown)
        except OSError as error:
            _log.warning("no icon can be shown reason=%s", error.strerror)
        finally:
            self._hands.ended()

    def _shown(self, icon: Any) -> None:
        """In a third thread, once Windows' messages are heard."""
        icon.visible = True
        self._hands.ready()

    def _touched(self, which: int, how: int) -> object:
        if how == _LEFT_UP:
            self._hands.clicked()
            return 0
        if how in (_WORDS_GONE, _WORDS_CLICKED):
            self._hands.words(how == _WORDS_CLICKED)
            return 0
        if how == _RIGHT_UP:
            self._icon.menu = self._menu(self._hands.fresh())
        return self._notified(which, how)

    def _menu(self, entries: Sequence[Entry]) -> Any:
        return self._kit.Menu(*(self._line(entry) for entry in entries))

    def _line(self, entry: Entry) -> Any:
        if not entry.label:
            return self._kit.Menu.SEPARATOR
        label = entry.label.replace("&", "&&")  # one alone marks the letter of an access key
        what: Any = self._menu(entry.children) if entry.children else lambda *_by: self._hands.chosen(entry.id)
        ticked = entry.checked
        checked = None if ticked is None else lambda _line: ticked
        return self._kit.MenuItem(label, what, checked=checked, radio=entry.one_of, enabled=entry.enabled)

    def _end(self, is_so: int, _how: int) -> object:
        """The session ends, or did not after all."""
        return self._leave(0, 0) if is_so else 0

    def _leave(self, _which: int, _how: int) -> object:
        self._icon.stop()
        return 0


def _agree(_which: int, _how: int) -> int:
    return 1


def _cut(text: str, most: int) -> str:
    """So much of it as fits, in the 16-bit units that Windows counts."""
    if _units(text) <= most:
        return text
    while _units(text) > most - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2

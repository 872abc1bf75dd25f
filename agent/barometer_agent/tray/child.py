"""The window of a question, in a process of its own: what Tk takes is given back when the window closes.

It outlives the tray: an answer that is being given is not lost because the icon went.
"""

import asyncio
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress

OFFER = "--offer"  # of a window that comes by itself, and takes no keys from anybody
_QUIETLY = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # of Windows, which would show a terminal for a moment
_log = logging.getLogger(__name__)


class Child:
    """Starts ``command``, at most once at a time, and calls ``ended`` when it has ended."""

    def __init__(self, command: Sequence[str], ended: Callable[[], None] = lambda: None) -> None:
        self._command = tuple(command)
        self._ended = ended
        self._closing: asyncio.Future[None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether it was started and has not ended."""
        return self._closing is not None and not self._closing.done()

    def open(self, *flags: str) -> None:
        """Start it with these flags, unless it is open."""
        if self.is_open:
            return
        quiet = subprocess.DEVNULL
        try:
            process = subprocess.Popen([*self._command, *flags], stdin=quiet, stdout=quiet, creationflags=_QUIETLY)
        except OSError as error:
            _log.warning("the window cannot be started reason=%s", error.strerror)
            return
        if OFFER not in flags:
            _let_in_front(process)
        loop = asyncio.get_running_loop()
        closing = self._closing = loop.create_future()

        def wait() -> None:
            code = process.wait()
            with suppress(RuntimeError):  # the tray may be gone by then
                loop.call_soon_threadsafe(self._close, closing, code)

        threading.Thread(target=wait, name="window", daemon=True).start()

    async def closed(self) -> None:
        """Until it has ended."""
        if self._closing is not None:
            await asyncio.shield(self._closing)

    def _close(self, closing: asyncio.Future[None], code: int) -> None:
        if code:
            _log.warning("the window ended without an answer code=%d", code)
        closing.set_result(None)
        self._ended()


def _let_in_front(process: subprocess.Popen[bytes]) -> None:
    """What was clicked for takes the keys; Windows lets nobody else come in front."""
    if sys.platform == "win32":
        from barometer_agent.windows import foreground

        foreground.allow(process.pid)

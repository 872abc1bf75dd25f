"""Something small that the tray does again and again, as long as it runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

_log = logging.getLogger(__name__)


@asynccontextmanager
async def every(seconds: float, what: Callable[[], None]) -> AsyncIterator[None]:
    """Meanwhile call ``what`` every so many seconds, outside the loop; what fails once is tried again the next time."""
    task = asyncio.create_task(_again_and_again(seconds, what))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait([task])


async def _again_and_again(seconds: float, what: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(seconds)
        (failed,) = await asyncio.gather(asyncio.to_thread(what), return_exceptions=True)
        if failed is not None:
            _log.error("the tray could not do something error=%s", type(failed).__name__, exc_info=failed)

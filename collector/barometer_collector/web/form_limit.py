"""No form of ours is large; what is larger is not read, in memory or on disk, whoever sends it."""

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_FORM_BYTES = 64 << 10
_API = "/api/"  # its bodies are no forms, and its routes bound them themselves


class FormLimit:
    """Answers 413 to whoever sends a page of ``app`` more than MAX_FORM_BYTES, as soon as that many have come."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http" and not scope["path"].startswith(_API)
        await self._app(scope, _bounded(receive) if is_page else receive, send)


def _bounded(receive: Receive) -> Receive:
    size = 0

    async def receive_bounded() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > MAX_FORM_BYTES:
            raise HTTPException(413, f"this form is larger than {MAX_FORM_BYTES} bytes")
        return message

    return receive_bounded

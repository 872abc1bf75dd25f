"""Windows' event logs through wevtapi: "Windows Event Log Functions" in Microsoft's documentation.

Only binding: which events are asked for, and what they mean, is the business of others.
"""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows import native
from barometer_agent.sources.windows.channel import Span
from barometer_agent.sources.windows.native import HANDLE, function
from barometer_shared.samples import GapKind

_CHANNEL = 0x1  # EvtQueryChannelPath, EvtOpenChannelPath
_FORWARD = 0x100  # EvtQueryForwardDirection
_RENDER_XML = 1  # EvtRenderEventXml
_TO_BOOKMARK = 4  # EvtSeekRelativeToBookmark
_RECORDS, _OLDEST = 5, 6  # EvtLogNumberOfLogRecords, EvtLogOldestRecordNumber
_AT_ONCE = 50
_PATIENCE_MS = 5000
_LONGEST_BYTES = 1 << 20  # an event holds at most 64 KiB; its XML is longer, but not without end

_FILE_NOT_FOUND, _CALL_NOT_IMPLEMENTED, _NO_MORE, _NO_SERVICE = 2, 120, 259, 1722
_NO_CHANNEL, _STALE = 15007, 15011
_DWORD, _DWORDS = ctypes.c_uint32, ctypes.POINTER(ctypes.c_uint32)


class Variant(ctypes.Structure):
    """EVT_VARIANT, of which only whole numbers are read here."""

    _fields_ = (("value", ctypes.c_uint64), ("count", ctypes.c_uint32), ("type", ctypes.c_uint32))


class EventLog:
    """The logs of this machine."""

    def span(self, channel: str) -> Span | None:
        """The numbers of the oldest and newest record of ``channel``; None while it is empty. Raises NoData."""
        open_log = function("wevtapi", "EvtOpenLog", HANDLE, HANDLE, ctypes.c_wchar_p, _DWORD)
        with _closing(open_log(None, channel, _CHANNEL), channel) as handle:
            count = _log_info(handle, _RECORDS, channel)
            oldest = _log_info(handle, _OLDEST, channel)
        return Span(oldest, oldest + count - 1) if count else None

    def query(self, channel: str, xpath: str, near: int, most: int) -> list[str]:
        """At most ``most`` events that match, oldest first, as XML; from the record ``near`` on, 0 for all.

        An event that Windows cannot give is "", so that it is counted. The bookmark spares Windows to look through the
        whole log. Where its record is gone or does not match, Windows begins at the one after it ("EVT_SEEK_FLAGS"),
        or at the last. Raises NoData, saying which right is missing.
        """
        query = function("wevtapi", "EvtQuery", HANDLE, HANDLE, ctypes.c_wchar_p, ctypes.c_wchar_p, _DWORD)
        with _closing(query(None, channel, xpath, _CHANNEL | _FORWARD), channel) as results:
            if near:
                _seek(results, channel, near)
            return list(_texts(results, channel, most))


def _log_info(handle: Any, what: int, channel: str) -> int:
    info = function("wevtapi", "EvtGetLogInfo", ctypes.c_int, HANDLE, _DWORD, _DWORD, ctypes.POINTER(Variant), _DWORDS)
    value, used = Variant(), ctypes.c_uint32()
    if not info(handle, what, ctypes.sizeof(value), ctypes.byref(value), ctypes.byref(used)):
        raise _refused(channel)
    return int(value.value)


def _seek(results: Any, channel: str, record: int) -> None:
    create = function("wevtapi", "EvtCreateBookmark", HANDLE, ctypes.c_wchar_p)
    seek = function("wevtapi", "EvtSeek", ctypes.c_int, HANDLE, ctypes.c_int64, HANDLE, _DWORD, _DWORD)
    xml = f"<BookmarkList><Bookmark Channel='{channel}' RecordId='{record}' IsCurrent='true'/></BookmarkList>"
    with _closing(create(xml), channel) as bookmark:
        seek(results, 0, bookmark, 0, _TO_BOOKMARK)  # where it fails, all are looked at


def _texts(results: Any, channel: str, most: int) -> Iterator[str]:
    following = function(
        "wevtapi", "EvtNext", ctypes.c_int, HANDLE, _DWORD, ctypes.POINTER(HANDLE), _DWORD, _DWORD, _DWORDS
    )
    left = most
    while left > 0:
        handles, returned = (HANDLE * _AT_ONCE)(), ctypes.c_uint32()
        if not following(results, min(left, _AT_ONCE), handles, _PATIENCE_MS, 0, ctypes.byref(returned)):
            if native.last_error() in (_NO_MORE, _STALE):  # stale: cleared while it was read; next time tells
                return
            raise _refused(channel)
        left -= returned.value
        events = [handles[index] for index in range(returned.value)]
        try:
            yield from map(_rendered, events)
        finally:
            for event in events:
                _close(event)


def _rendered(event: Any) -> str:
    """The XML of one event; "" where Windows cannot give it, which must not hold up the others."""
    render = function(
        "wevtapi", "EvtRender", ctypes.c_int, HANDLE, HANDLE, _DWORD, _DWORD, ctypes.c_void_p, _DWORDS, _DWORDS
    )
    size, used, properties = 8192, ctypes.c_uint32(), ctypes.c_uint32()
    while size <= _LONGEST_BYTES:
        buffer = ctypes.create_string_buffer(size)
        if render(None, event, _RENDER_XML, size, buffer, ctypes.byref(used), ctypes.byref(properties)):
            return buffer.raw[: used.value].decode("utf-16-le", "replace").rstrip("\0")
        if native.last_error() != native.INSUFFICIENT_BUFFER:
            return ""
        size = max(size * 2, used.value)
    return ""


@contextmanager
def _closing(handle: Any, channel: str) -> Iterator[Any]:
    if not handle:
        raise _refused(channel)
    try:
        yield handle
    finally:
        _close(handle)


def _close(handle: Any) -> None:
    function("wevtapi", "EvtClose", ctypes.c_int, HANDLE)(handle)


def _refused(channel: str) -> NoData:
    code = native.last_error()
    if code == native.ACCESS_DENIED:
        return NoData(
            Reason(
                f"this account may not read the event log {channel}: have the agent run as a service (barometer-agent "
                "service install); where it does, this log was closed to services, and an administrator may put the "
                "service in the group Event Log Readers, which opens the security log to it too",
                f"dit account mag het logboek {channel} niet lezen: laat de agent als service draaien (barometer-agent "
                "service install); draait hij al zo, dan is dit logboek voor services gesloten, en kan een beheerder "
                "de service in de groep Lezers van gebeurtenislogboeken (Event Log Readers) zetten; die mag dan ook "
                "het beveiligingslogboek lezen",
            )
        )
    if code in (_FILE_NOT_FOUND, _NO_CHANNEL):
        return NoData(
            Reason(f"this Windows has no event log {channel}", f"deze Windows heeft geen logboek {channel}"),
            GapKind.NOT_APPLICABLE,
        )
    if code in (_CALL_NOT_IMPLEMENTED, _NO_SERVICE):
        return NoData(Reason("the service Windows Event Log does not run", "de service Windows Event Log draait niet"))
    return NoData(
        Reason(
            f"the event log {channel} cannot be read: Windows error {code}",
            f"het logboek {channel} is niet te lezen: Windows-fout {code}",
        )
    )

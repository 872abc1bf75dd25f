"""What drives say of their health: the SMART verdict, and of NVMe drives their wear.

IOCTL_STORAGE_PREDICT_FAILURE gives the verdict of SATA drives. Of NVMe drives IOCTL_STORAGE_QUERY_PROPERTY with
StorageDeviceProtocolSpecificProperty gives log page 02h, "SMART / Health Information": byte 0 the critical warnings,
byte 5 the percentage used, which may pass 100. Sources: Microsoft, "Working with NVMe drives"; NVM Express Base
Specification. Most drivers only answer an administrator.
"""

import struct
from collections.abc import Callable
from typing import Any, TypeVar

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.drives import Drive, is_failing, nvme_warnings
from barometer_agent.sources.windows import buses, devices

Answer = TypeVar("Answer")

_PREDICT_FAILURE, _QUERY_PROPERTY = 0x2D1100, 0x2D1400
_PROTOCOL_PROPERTY = 50
_NVME, _LOG_PAGE, _HEALTH = 3, 2, 0x02
_HEALTH_BYTES, _QUERY_BYTES, _PREDICT_BYTES = 512, 40, 516
_NVME_BUSES = frozenset({buses.NVME, buses.RAID})  # behind RAID many laptops hide theirs
_MOST_DRIVES = 16
_NOTHING = Reason(
    "no drive tells of its health: most only answer an administrator, which the agent's account is not by itself",
    "geen enkele schijf zegt iets over zijn gezondheid: de meeste antwoorden alleen een beheerder, en dat is het "
    "account van de agent niet uit zichzelf",
)


def read() -> tuple[Drive, ...]:
    """The internal drives that tell something, at least one. Raises NoData, saying what it would need."""
    found = [drive for number in range(_MOST_DRIVES) if (drive := _drive(f"PhysicalDrive{number}")) is not None]
    if not found:
        raise NoData(_NOTHING)
    return tuple(found)


def verdict(answer: bytes) -> bool | None:
    """STORAGE_PREDICT_FAILURE: whether the drive expects to fail."""
    return bool(struct.unpack_from("<I", answer)[0]) if len(answer) >= 4 else None


def health(answer: bytes) -> tuple[bool, int] | None:
    """STORAGE_PROTOCOL_DATA_DESCRIPTOR with a health log in it: failing, and wear in permille."""
    if len(answer) < 8 + _QUERY_BYTES:
        return None
    offset, length = struct.unpack_from("<16xII", answer, 8)
    log = answer[8 + offset : 8 + offset + length]
    if length < _HEALTH_BYTES or len(log) < _HEALTH_BYTES or not any(log):
        return None
    return is_failing(nvme_warnings(log[0])), log[5] * 10


def health_question() -> bytes:
    """STORAGE_PROPERTY_QUERY with STORAGE_PROTOCOL_SPECIFIC_DATA: the health log page."""
    data = struct.pack("<10I", _NVME, _LOG_PAGE, _HEALTH, 0, _QUERY_BYTES, _HEALTH_BYTES, 0, 0, 0, 0)
    return struct.pack("<II", _PROTOCOL_PROPERTY, 0) + data


def _drive(name: str) -> Drive | None:
    for access in (devices.READ, devices.NO_ACCESS):
        try:
            with devices.opened(rf"\\.\{name}", access) as handle:
                return _asked(name, handle)
        except NoData:
            continue
    return None


def _asked(name: str, handle: Any) -> Drive | None:
    bus = buses.read(handle)
    if not buses.is_inner(bus):
        return None
    if bus in _NVME_BUSES:
        question = health_question()
        found = _told(lambda: health(devices.ask(handle, _QUERY_PROPERTY, question, 8 + _QUERY_BYTES + _HEALTH_BYTES)))
        if found is not None:
            return Drive(name, *found)
    failing = _told(lambda: verdict(devices.ask(handle, _PREDICT_FAILURE, b"", _PREDICT_BYTES)))
    return None if failing is None else Drive(name, failing)


def _told(ask: Callable[[], Answer | None]) -> Answer | None:
    """None where this drive does not answer this question."""
    try:
        return ask()
    except NoData:
        return None

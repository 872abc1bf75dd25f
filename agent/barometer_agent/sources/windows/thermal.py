"""Is this Windows slowing its processors because they are too hot? CallNtPowerInformation, which needs no rights.

Of each processor it tells MhzLimit: "the maximum specified clock frequency multiplied by the current processor thermal
throttle limit" (Microsoft, "PROCESSOR_POWER_INFORMATION structure"). A limit that the power plan sets is seen there as
well, so only what lies below that one is heat. What the firmware slows by itself it does not tell; the event 37 of
Kernel-Processor-Power does, and says no more than "by system firmware", which also spares a weak charger: not read.
"""

import os
import struct
from collections.abc import Sequence
from ctypes import c_int32, c_uint32, c_void_p, create_string_buffer
from dataclasses import dataclass

from barometer_agent.sampler import NoData
from barometer_agent.sources.windows import native, power_plan
from barometer_agent.sources.windows.native import function
from barometer_agent.sources.windows.power_plan import Plan

_PROCESSOR_INFORMATION = 11
_ONE = struct.Struct("<6I")  # Number, MaxMhz, CurrentMhz, MhzLimit, MaxIdleState, CurrentIdleState
_ROUNDED_PERCENT = 1  # the limit is a share that was cut off to whole percents


@dataclass(frozen=True)
class Speed:
    """The full speed of one processor, and how fast it may run now, in MHz."""

    full_mhz: int
    limit_mhz: int


def slowed_permille() -> int | None:
    """The share of the processors that heat slows at this moment; None where Windows does not tell."""
    try:
        speeds = _speeds()
        if all(each.limit_mhz >= each.full_mhz for each in speeds):
            return 0 if speeds else None
        return slowed(speeds, power_plan.read())
    except NoData:
        return None


def slowed(speeds: Sequence[Speed], plan: Plan) -> int:
    """The share of ``speeds``, in permille, whose limit is lower than ``plan`` sets it."""
    hot = [
        each
        for each in speeds
        if (plan.allowed_mhz(each.full_mhz) - each.limit_mhz) * 100 > each.full_mhz * _ROUNDED_PERCENT
    ]
    return len(hot) * 1000 // len(speeds)


def parse(answer: bytes) -> tuple[Speed, ...]:
    """The processors that there are; Windows leaves room for those that there are not."""
    found = (Speed(full, limit) for _, full, _, limit, _, _ in _ONE.iter_unpack(answer))
    return tuple(each for each in found if each.full_mhz)


def _speeds() -> tuple[Speed, ...]:
    ask = function("powrprof", "CallNtPowerInformation", c_int32, c_int32, c_void_p, c_uint32, c_void_p, c_uint32)
    answer = create_string_buffer(_ONE.size * (os.cpu_count() or 1))
    status = ask(_PROCESSOR_INFORMATION, None, 0, answer, len(answer))
    if status:
        raise native.failed("CallNtPowerInformation", status & 0xFFFFFFFF)
    return parse(answer.raw)

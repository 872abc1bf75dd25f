"""What Windows asks to spare: SYSTEM_POWER_STATUS.SystemStatusFlag is 1 while the battery saver is on."""

from barometer_agent.sampler import NoData
from barometer_agent.sources.limits import Limits
from barometer_agent.sources.windows import kernel32, metering


def read() -> Limits:
    """The limits of this moment. Raises NoData elsewhere than on Windows."""
    return Limits(_battery_saver(), _metered())


def _battery_saver() -> bool:
    return bool(kernel32.power_status().saver == 1)


def _metered() -> bool:
    try:
        return metering.is_metered()
    except NoData:
        return False

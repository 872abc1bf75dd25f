"""A Windows machine's identity: MachineGuid in the registry, made with this Windows, and the UUID of the firmware."""

import platform
import sys

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources.windows import firmware

_KEY = r"SOFTWARE\Microsoft\Cryptography"


def lasting() -> tuple[str, ...]:
    """The MachineGuid and, where the firmware has one, its UUID, which tells copies of one image apart.

    Raises NoData where the MachineGuid cannot be read.
    """
    if sys.platform == "win32":
        import winreg

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY, access=access) as key:
                machine_guid = str(winreg.QueryValueEx(key, "MachineGuid")[0]).lower()
        except OSError as error:
            code = error.winerror or 0
            raise NoData(
                Reason(
                    f"the MachineGuid cannot be read from the registry: Windows error {code}",
                    f"de MachineGuid is niet uit het register te lezen: Windows-fout {code}",
                )
            ) from error
        return tuple(filter(None, (machine_guid, _product_uuid())))
    raise NoData(
        Reason(
            "the registry with the MachineGuid is read on Windows alone",
            "het register met de MachineGuid is er alleen op Windows",
        )
    )


def os_name() -> str:
    """Such as ``Windows 11 (10.0.22631)``."""
    return f"Windows {platform.release()} ({platform.version()})"[:120]


def _product_uuid() -> str:
    try:
        return firmware.product_uuid()
    except NoData:
        return ""

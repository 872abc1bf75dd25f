"""A Windows machine's identity: MachineGuid in the registry, made when Windows was installed."""

import platform
import sys

from barometer_agent.sampler import NoData, Reason

_KEY = r"SOFTWARE\Microsoft\Cryptography"


def lasting() -> tuple[str, ...]:
    """The MachineGuid. Raises NoData, with the fix, where it cannot be read."""
    if sys.platform == "win32":
        import winreg

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _KEY, access=access) as key:
                return (str(winreg.QueryValueEx(key, "MachineGuid")[0]).lower(),)
        except OSError as error:
            name = f"HKEY_LOCAL_MACHINE\\{_KEY}\\MachineGuid"
            raise NoData(Reason(f"{name} cannot be read: {error}", f"{name} is niet te lezen: {error}")) from error
    raise NoData(
        Reason(
            "the registry with the MachineGuid is read on Windows alone",
            "het register met de MachineGuid is er alleen op Windows",
        )
    )


def os_name() -> str:
    """Such as ``Windows 11 (10.0.22631)``."""
    return f"Windows {platform.release()} ({platform.version()})"[:120]

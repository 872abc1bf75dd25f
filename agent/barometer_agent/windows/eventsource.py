"""The name under which the agent's events stand in the event log, with the program that holds their texts."""

import sys

from barometer_agent.sources.windows.journal import ALL_KINDS, MESSAGES, REGISTRY_KEY


def add() -> None:
    """Make it known. Raises PermissionError for whoever does not administer this Windows."""
    if sys.platform == "win32":
        import winreg

        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY) as key:
            winreg.SetValueEx(key, "EventMessageFile", 0, winreg.REG_EXPAND_SZ, MESSAGES)
            winreg.SetValueEx(key, "TypesSupported", 0, winreg.REG_DWORD, ALL_KINDS)


def remove() -> None:
    """Have Windows forget it; what was logged stays readable but for its first line."""
    if sys.platform == "win32":
        import winreg

        try:
            winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, REGISTRY_KEY)
        except FileNotFoundError:
            return

"""The tray of Windows: an icon in the notification area, its menu, and words beside it."""

from barometer_agent.tray.windows.desktop import run

__all__ = ["run"]

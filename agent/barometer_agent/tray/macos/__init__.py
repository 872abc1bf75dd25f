"""The tray of macOS: an icon in the menu bar, and questions as alerts of the system.

What is shown stands in ``card`` and is made without AppKit; ``alert``, ``views``, ``menu_bar`` and ``application`` show
it. They are given AppKit as ``kit`` and take no names of it but those of its documented classes.
"""

from barometer_agent.tray.macos.desktop import run

__all__ = ["run"]

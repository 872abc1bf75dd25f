"""How a person wants programs to look, on Windows.

Dark or light: ``AppsUseLightTheme`` of the person's registry (0 dark), which is what the switch in the settings writes;
Microsoft documents the switch and not the value. High contrast and screen readers: SystemParametersInfo. With high
contrast the colours are the person's own: whether the ground is dark says ``Window`` of ``Control Panel\\Colors``, red,
green and blue in one text.
"""

import sys
from typing import Any

from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.windows import parameters

_THEME = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize", "AppsUseLightTheme"
_GROUND = r"Control Panel\Colors", "Window"
_HALF = 384  # of three times 256


def read(registry: Any = None) -> Appearance:
    """What was chosen by whoever asks. ``registry`` is winreg, unless given."""
    kept = registry or _of_windows()
    high_contrast = parameters.high_contrast()
    dark = _is_dark(_value(kept, *_GROUND)) if high_contrast else _is_off(_value(kept, *_THEME))
    return Appearance(dark, high_contrast, parameters.screen_reader())


def _is_off(value: Any) -> bool | None:
    return None if not isinstance(value, int) else value == 0


def _is_dark(value: Any) -> bool | None:
    parts = str(value).split()
    is_colour = len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts)
    return sum(int(part) for part in parts) < _HALF if is_colour else None


def _value(registry: Any, folder: str, name: str) -> Any:
    if registry is None:
        return None
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, folder) as key:
            return registry.QueryValueEx(key, name)[0]
    except OSError:
        return None


def _of_windows() -> Any:
    if sys.platform == "win32":
        import winreg

        return winreg
    else:  # noqa: RET505 - the type checker follows the platform only through a full branch
        return None

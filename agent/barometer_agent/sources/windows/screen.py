"""The main screen on Windows. How large things are Tk hears from Windows itself."""

from barometer_agent.sources.screen import Screen
from barometer_agent.sources.windows import parameters


def read() -> Screen:
    """The screen of this moment."""
    return Screen(parameters.work_area())

"""What every desktop lends to the tray."""

import inspect

import pytest

from barometer_agent.tray.host import Host, Icon, NoDesktopError, NotShownError, Words
from barometer_agent.tray.linux import BusHost, Item
from barometer_agent.tray.notifications import Notifications
from barometer_agent.tray.session_bus import NoBusError, RefusedError


@pytest.mark.parametrize(("lent", "by"), [(Host, BusHost), (Icon, Item), (Words, Notifications)])
def test_a_desktop_lends_all_that_the_tray_takes(lent: type, by: type) -> None:
    for name, asked in inspect.getmembers(lent, inspect.isfunction):
        if not name.startswith("_"):
            assert list(inspect.signature(getattr(by, name)).parameters) == list(inspect.signature(asked).parameters)


def test_whatever_the_bus_cannot_the_tray_knows_as_what_a_desktop_cannot() -> None:
    assert issubclass(NoBusError, NoDesktopError)
    assert issubclass(RefusedError, NotShownError)

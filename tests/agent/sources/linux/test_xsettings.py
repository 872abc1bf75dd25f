"""What a desktop tells its programs over X."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent.sources.linux import x11, xsettings
from tests.agent.sources.linux import real_properties, real_screen

KEPT: dict[str, int | str] = {"Net/ThemeName": "Adwaita-dark", "Xft/DPI": 196_608, "Gdk/WindowScalingFactor": 2}
names = st.text("abc/X", min_size=1, max_size=9)
values = st.one_of(st.integers(-(2**31), 2**31 - 1), st.text(max_size=9))


@pytest.mark.desktop
def test_a_real_server_tells_what_a_desktop_keeps_there() -> None:
    with real_screen.running() as display, x11.connected(display) as server:
        assert server is not None
        assert xsettings.read(server.ask) == {}
        with real_properties.keeper(display) as keeper:
            keeper.settings(KEPT)
            assert xsettings.read(server.ask) == KEPT


@given(st.dictionaries(names, values, max_size=6), st.sampled_from("<>"))
def test_settings_come_back_as_they_were_kept(kept: dict[str, int | str], order: str) -> None:
    assert xsettings.parse(real_properties.settings(kept, order)) == kept


@given(st.dictionaries(names, values, min_size=1, max_size=4), st.integers(0, 200))
def test_what_is_cut_off_leaves_what_stood_before(kept: dict[str, int | str], length: int) -> None:
    found = xsettings.parse(real_properties.settings(kept)[:length])
    assert list(found) == list(kept)[: len(found)]


@given(st.binary(max_size=60))
def test_no_property_whatever_is_a_fault(kept: bytes) -> None:
    assert isinstance(xsettings.parse(kept), dict)


def test_a_colour_is_passed_over() -> None:
    colour = b"\2\0\1\0C\0\0\0" + b"\0" * 4 + b"\0" * 8
    text = real_properties.settings({"A": 5})
    assert xsettings.parse(text[:8] + b"\2\0\0\0" + colour + text[12:]) == {"A": 5}

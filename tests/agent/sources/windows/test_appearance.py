"""How a person wants programs to look, from a registry that is played."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from barometer_agent.sources.appearance import Appearance
from barometer_agent.sources.windows import appearance, parameters

THEME = r"Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
COLOURS = r"Control Panel\Colors"
Kept = Mapping[str, Mapping[str, object]]


class Registry:
    """winreg, with the values of a person's keys."""

    HKEY_CURRENT_USER = "person"

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    @contextmanager
    def OpenKey(self, of: str, folder: str) -> Iterator[str]:  # noqa: N802 - winreg's name
        assert of == self.HKEY_CURRENT_USER
        if folder not in self._kept:
            raise FileNotFoundError(folder)
        yield folder

    def QueryValueEx(self, folder: str, name: str) -> tuple[object, int]:  # noqa: N802 - winreg's name
        if name not in self._kept[folder]:
            raise FileNotFoundError(name)
        return self._kept[folder][name], 1


@pytest.mark.parametrize(
    ("kept", "dark"),
    [
        ({THEME: {"AppsUseLightTheme": 0}}, True),
        ({THEME: {"AppsUseLightTheme": 1}}, False),
        ({THEME: {"AppsUseLightTheme": "0"}}, None),
        ({THEME: {}}, None),
        ({}, None),
    ],
)
def test_dark_is_what_the_switch_in_the_settings_wrote(kept: Kept, dark: bool | None) -> None:
    assert appearance.read(Registry(kept)).dark is dark


@pytest.mark.parametrize(
    ("ground", "dark"), [("0 0 0", True), ("255 255 255", False), ("32 32 32", True), ("black", None), (None, None)]
)
def test_with_high_contrast_the_persons_own_ground_says_it(
    ground: str | None, dark: bool | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parameters, "high_contrast", lambda: True)
    monkeypatch.setattr(parameters, "screen_reader", lambda: False)
    kept: Kept = {COLOURS: {} if ground is None else {"Window": ground}, THEME: {"AppsUseLightTheme": 1}}
    assert appearance.read(Registry(kept)) == Appearance(dark, high_contrast=True, screen_reader=False)


def test_elsewhere_nothing_is_told() -> None:
    assert appearance.read() == Appearance()

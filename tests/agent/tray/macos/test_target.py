"""What AppKit calls."""

from types import SimpleNamespace

from barometer_agent.tray.macos.target import Hears, target
from tests.agent.tray.macos.appkit import Kit


class Ears(Hears):
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.heard: list[object] = []

    def pressed(self, tag: int) -> None:
        self.heard.append(tag)

    def touched(self) -> None:
        self.heard.append("touched")

    def elapsed(self, name: str) -> None:
        self.heard.append(name)

    def opening(self) -> None:
        self.heard.append("opening")

    def ending(self) -> None:
        self.heard.append("ending")


def test_every_selector_is_handed_on() -> None:
    ears = Ears()
    made = target(Kit(), ears)
    made.pressed_(SimpleNamespace(tag=lambda: 2003))
    made.touched_(None)
    made.controlTextDidChange_(None)
    made.elapsed_(SimpleNamespace(userInfo=lambda: "close"))
    made.menuNeedsUpdate_(None)
    made.ending_(None)
    assert ears.heard == [2003, "touched", "touched", "close", "opening", "ending"]


def test_what_nobody_cares_for_is_forgotten() -> None:
    made = target(Kit(), Hears())
    made.touched_(None)
    made.ending_(None)


def test_two_targets_are_of_one_class_as_objective_c_knows_each_name_once() -> None:
    first, second = target(Kit(), Ears()), target(Kit(), Ears())
    assert type(first) is type(second)
    first.touched_(None)
    assert (first.hears.heard, second.hears.heard) == (["touched"], [])

"""The icon as the menu bar of macOS takes it."""

from barometer_agent.tray.macos.pictures import template
from tests.agent.tray.test_png import read


def test_a_template_is_black_and_its_eyes_are_holes() -> None:
    width, _height, rows = read(template(36))
    height_of_the_eyes = [rows[14][4 * x : 4 * x + 4] for x in range(width)]
    assert rows[0][:4] == bytes(4)
    assert height_of_the_eyes[12] == bytes(4)
    assert height_of_the_eyes[18] == bytes((0, 0, 0, 255))
    assert len(rows) == 36

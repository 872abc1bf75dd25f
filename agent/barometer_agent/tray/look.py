"""How the window looks: its colours and its measures."""

from dataclasses import dataclass

from barometer_agent.tray.drawing import Colour


@dataclass(frozen=True)
class Look:
    """Colours of one appearance. Text on ``ground`` has a contrast of at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""

    ground: Colour
    text: Colour
    quiet: Colour
    line: Colour
    accent: Colour
    hover: Colour
    ink: Colour
    faces: tuple[Colour, Colour, Colour, Colour, Colour]


LIGHT = Look(
    ground=(255, 255, 255),
    text=(31, 41, 51),
    quiet=(91, 103, 115),
    line=(190, 199, 207),
    accent=(37, 99, 168),
    hover=(237, 242, 247),
    ink=(52, 46, 40),
    faces=((240, 150, 134), (246, 190, 134), (243, 216, 138), (192, 216, 142), (138, 200, 150)),
)

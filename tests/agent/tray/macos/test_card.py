"""What an alert shows, as plain data."""

from barometer_agent.tray.macos.card import Card, Line, Press, Presses

FACES = tuple(Press(str(score), f"face {score}") for score in range(1, 4))
EXITS = (Press("not_now", "Not now"),)


def test_the_buttons_come_from_top_to_bottom_and_the_exits_last() -> None:
    card = Card("How?", "", (Line("Why"), Presses(FACES), Presses((Press("x", "X"),))), EXITS)
    assert [press.gives for press in card.buttons] == ["1", "2", "3", "x", "not_now"]


def test_a_screen_reader_says_the_label_unless_there_is_more_to_say() -> None:
    assert Press("0", "0", "0: not at all").spoken == "0: not at all"
    assert Press("not_now", "Not now").spoken == "Not now"


def test_a_line_says_what_the_last_of_its_ticks_means() -> None:
    line = Line("groups", (("share", "laptop"), ("contact", "and may call")))
    assert [line.now(ticked) for ticked in ((), {"share"}, {"contact", "share"})] == [
        "groups",
        "laptop",
        "and may call",
    ]
    assert line.longest == "and may call"
    assert Line("groups").longest == "groups"

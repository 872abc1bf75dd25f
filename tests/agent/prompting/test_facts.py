"""What a decision is made of."""

from dataclasses import fields

from barometer_agent.prompting.facts import Desktop, History


def test_of_a_desktop_nothing_is_known_until_somebody_looked() -> None:
    assert {getattr(Desktop(), one.name) for one in fields(Desktop)} == {None}


def test_who_chose_nothing_has_no_wishes() -> None:
    assert (History().ask_less, History().never, History().paused_until) == (0, False, None)

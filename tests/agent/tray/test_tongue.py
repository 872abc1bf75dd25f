"""The language of one person."""

from barometer_agent.tray.tongue import Tongue


def test_it_is_that_of_the_session_until_another_is_chosen() -> None:
    tongue = Tongue("nl")
    assert (tongue.code, tongue.say("prompt.not_now")) == ("nl", "Nu niet")
    tongue.follow("en")
    assert (tongue.code, tongue.say("prompt.not_now")) == ("en", "Not now")
    tongue.follow("")
    assert tongue.code == "nl"


def test_a_language_that_is_not_spoken_here_changes_nothing() -> None:
    tongue = Tongue("nl")
    tongue.follow("tlh")
    assert tongue.code == "nl"

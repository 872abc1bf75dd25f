"""Errors that a person is told in a language of their own."""

from barometer_agent.language import speaker
from barometer_agent.told import ToldError


def test_an_error_is_told_in_the_language_of_the_reader_and_logged_in_english() -> None:
    error = ToldError("spool.busy", folder="/data", process="7")
    assert str(error).startswith("Another service (process 7) works in /data")
    assert error.told(speaker("nl")).startswith("Een andere service (proces 7) gebruikt /data")

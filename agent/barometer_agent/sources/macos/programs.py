"""Asking a program of macOS, and saying why when it gives no answer."""

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command

_LONGEST_WORDS = 160


def answer(*asked: str, timeout_seconds: float = 10) -> str:
    """What ``asked`` says. Raises NoData, naming the program, where it is missing, fails or does not answer in time."""
    name = asked[0]
    output = command.run(*asked, timeout_seconds=timeout_seconds)
    if output is None:
        raise NoData(Reason(f"{name} is not installed", f"{name} is niet geïnstalleerd"))
    if output.status != 0:
        said = first_words(output.errors) or str(output.status)
        raise NoData(Reason(f"{name} failed: {said}", f"{name} gaf een fout: {said}"))
    return output.text


def first_words(text: str) -> str:
    """The first line of what a program said, short enough for a reason."""
    line = next(iter(text.strip().splitlines()), "")
    return "".join(character for character in line if character.isprintable()).strip()[:_LONGEST_WORDS]

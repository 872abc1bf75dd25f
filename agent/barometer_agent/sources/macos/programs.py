"""Asking a program of macOS, and saying why when it gives no answer."""

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command
from barometer_agent.sources.program_output import Wanted


def answer(*asked: str, timeout_seconds: float = 10, wanted: Wanted | None = None) -> str:
    """What ``asked`` says, or the lines that are ``wanted`` of it.

    Raises NoData, naming the program, where it is missing, fails or does not answer in time.
    """
    name = asked[0]
    output = command.run(*asked, timeout_seconds=timeout_seconds, wanted=wanted)
    if output is None:
        raise NoData(Reason(f"{name} is not installed", f"{name} is niet geïnstalleerd"))
    if output.status != 0:
        raise NoData(command.failure(name, output))
    return output.text

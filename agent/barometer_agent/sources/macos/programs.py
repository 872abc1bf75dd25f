"""Asking a program of macOS, and saying why when it gives no answer."""

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import command


def answer(*asked: str, timeout_seconds: float = 10) -> str:
    """What ``asked`` says. Raises NoData, naming the program, where it is missing, fails or does not answer in time."""
    name = asked[0]
    output = command.run(*asked, timeout_seconds=timeout_seconds)
    if output is None:
        raise NoData(Reason(f"{name} is not installed", f"{name} is niet geïnstalleerd"))
    if output.status != 0:
        raise NoData(command.failure(name, output))
    return output.text

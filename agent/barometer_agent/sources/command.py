"""Asking a program of the system: a short-lived process, limited in time and in what it says, never a shell."""

import logging
import os
from dataclasses import dataclass

from barometer_agent.sampler import NoData, Reason
from barometer_agent.sources import program_output
from barometer_agent.sources.program_output import TooMuchError, Wanted

log = logging.getLogger(__name__)
MOST_BYTES = 8 << 20  # decoded and divided it takes three times that; the agent may take 64 MB
_MOST_LOGGED = 300


@dataclass(frozen=True)
class Output:
    """What a program said: its exit status and its two texts."""

    status: int
    text: str
    errors: str


def run(
    *command: str, timeout_seconds: float = 10, wanted: Wanted | None = None, most_bytes: int = MOST_BYTES
) -> Output | None:
    """What ``command`` says in the C locale, so that its words do not depend on the person's language.

    With ``wanted`` only the lines that it is true of, so that a long log is never held as a whole. None where the
    program is not installed. Raises NoData when it may not be started, does not answer in time or says too much.
    """
    import subprocess  # where no program needs to be asked, none of it is loaded

    try:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "LC_ALL": "C", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""},
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        said = error.strerror
        raise NoData(
            Reason(f"{command[0]} could not be started: {said}", f"{command[0]} kon niet starten: {said}")
        ) from error
    with child:
        try:
            texts = program_output.listen(child, timeout_seconds, most_bytes, wanted)
        except subprocess.TimeoutExpired as error:
            raise NoData(_too_slow(command[0], timeout_seconds)) from error
        except TooMuchError as error:
            raise NoData(_too_much(command[0], most_bytes)) from error
        finally:
            child.kill()  # has no effect once it has ended
        return Output(child.returncode, *texts)


def failure(name: str, output: Output) -> Reason:
    """That the program ``name`` failed. What it said may hold paths and names, so that stays in the local log."""
    said = " ".join(output.errors.split())[:_MOST_LOGGED]
    log.debug("program_failed program=%s status=%s said=%r", name, output.status, said)
    return Reason(
        f"{name} failed with status {output.status}: the agent's own log says more with log_level debug",
        f"{name} gaf een fout (status {output.status}): in het log van de agent staat meer, met log_level debug",
    )


def _too_slow(name: str, timeout_seconds: float) -> Reason:
    within = f"{timeout_seconds:g} s"
    return Reason(f"{name} did not answer within {within}", f"{name} gaf binnen {within} geen antwoord")


def _too_much(name: str, most_bytes: int) -> Reason:
    most = f"{most_bytes >> 10} KiB"
    return Reason(f"{name} said more than {most}", f"{name} gaf meer dan {most}")

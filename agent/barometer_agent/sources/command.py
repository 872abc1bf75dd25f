"""Asking a program of the system: a short-lived process with a time limit, never a shell."""

import logging
import os
from dataclasses import dataclass

from barometer_agent.sampler import NoData, Reason

log = logging.getLogger(__name__)
_MOST_LOGGED = 300


@dataclass(frozen=True)
class Output:
    """What a program said: its exit status and its two texts."""

    status: int
    text: str
    errors: str


def run(*command: str, timeout_seconds: float = 10) -> Output | None:
    """What ``command`` says in the C locale, so that its words do not depend on the person's language.

    None where the program is not installed. Raises NoData when it may not be started or does not answer in time.
    """
    import subprocess  # where no program needs to be asked, none of it is loaded

    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout_seconds,
            check=False,
            env={**os.environ, "LC_ALL": "C", "SYSTEMD_COLORS": "0", "SYSTEMD_PAGER": ""},
        )
    except FileNotFoundError:
        return None
    except subprocess.TimeoutExpired as error:
        within = f"{timeout_seconds:g} s"
        raise NoData(
            Reason(f"{command[0]} did not answer within {within}", f"{command[0]} gaf binnen {within} geen antwoord")
        ) from error
    except OSError as error:
        said = error.strerror
        raise NoData(
            Reason(f"{command[0]} could not be started: {said}", f"{command[0]} kon niet starten: {said}")
        ) from error
    return Output(done.returncode, _decoded(done.stdout), _decoded(done.stderr))


def failure(name: str, output: Output) -> Reason:
    """That the program ``name`` failed. What it said may hold paths and names, so that stays in the local log."""
    said = " ".join(output.errors.split())[:_MOST_LOGGED]
    log.debug("program_failed program=%s status=%s said=%r", name, output.status, said)
    return Reason(
        f"{name} failed with status {output.status}: the agent's own log says more with log_level debug",
        f"{name} gaf een fout (status {output.status}): in het log van de agent staat meer, met log_level debug",
    )


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")

"""How long is it from signing in to a desktop that responds? Never who signed in."""

from collections.abc import Iterable, Iterator

from barometer_agent.events import Happened, Read, follow
from barometer_agent.sampler import About, Context, Sampler
from barometer_agent.sources import sign_ins
from barometer_agent.sources.sign_ins import SignIn
from barometer_shared.samples import Sample


def create(read: Read[SignIn] = sign_ins.read) -> Sampler:
    """The sampler over this system's records of sign-ins."""
    return SigningIn(read)


class SigningIn:
    """Its cursor is a position in the records."""

    name = "sign_in"
    every = 900.0
    about = About(
        question_en="How long is it from signing in to a desktop that responds?",
        question_nl="Hoe lang duurt het van aanmelden tot een bureaublad dat reageert?",
        metrics=("sign_in_ms", "sign_in_phase_ms"),
        while_in_use=False,
    )

    def __init__(self, read: Read[SignIn]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``sign_in_ms`` where it is known, and its parts, per sign-in. Raises NoData where none is recorded."""
        happened = follow(self._read, context)
        return [sample for one in happened for sample in _samples(one)]


def _samples(one: Happened[SignIn]) -> Iterator[Sample]:
    if one.event.total_us is not None:
        yield Sample("sign_in_ms", max(1, one.event.total_us // 1000), one.at_ms)
    for phase, us in one.event.phases_us.items():
        yield Sample("sign_in_phase_ms", us // 1000, one.at_ms, subject=phase)

"""What does the battery still hold when it is full, compared with new?"""

from collections.abc import Callable, Iterable, Sequence

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import power
from barometer_agent.sources.power import Battery
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample


def create(read: Callable[[], tuple[Battery, ...]] = power.read) -> Sampler:
    """The sampler over the machine's own batteries."""
    return Power(read)


class Power:
    """Wear alone: how long the charge lasts is another question."""

    name = "power"
    every = 3600.0
    about = About(
        question_en="What does the battery still hold, compared with new?",
        question_nl="Wat houdt de accu nog vast, vergeleken met nieuw?",
        metrics=("battery_capacity_permille",),
    )

    def __init__(self, read: Callable[[], tuple[Battery, ...]]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``battery_capacity_permille``. Raises NoData without a battery or when it does not tell."""
        return [Sample("battery_capacity_permille", capacity_permille(self._read()), context.now_ms)]


def capacity_permille(batteries: Sequence[Battery]) -> int:
    """What all batteries together hold when full, in permille of when they were new; may pass 1000 when they are.

    Raises NoData where one does not tell, where they count in different units, and for figures that no battery has.
    """
    if not all(battery.design for battery in batteries):
        raise NoData(
            Reason("a battery does not tell what it held when new", "een accu zegt niet wat hij nieuw kon vasthouden")
        )
    if len({battery.unit for battery in batteries}) != 1:
        raise NoData(
            Reason(
                "the batteries tell their capacity in different units",
                "de accu's geven hun capaciteit in verschillende eenheden",
            )
        )
    full, design = sum(battery.full for battery in batteries), sum(battery.design for battery in batteries)
    permille = full * 1000 // design
    if permille > METRICS["battery_capacity_permille"].maximum:
        percent = f"{permille / 10:g}"
        raise NoData(
            Reason(
                f"the battery says it holds {percent} % of when it was new: no battery does",
                f"de accu zegt {percent.replace('.', ',')} % van nieuw vast te houden: dat kan geen accu",
            )
        )
    return permille

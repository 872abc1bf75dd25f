"""What does the battery still hold when it is full, compared with new, and how long does that last?"""

from collections.abc import Callable, Iterable, Sequence

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import power
from barometer_agent.sources.power import Battery
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample

_CHARGING = Reason(
    "the battery is not being used at the moment, or does not tell how fast it drains",
    "de accu wordt nu niet gebruikt, of zegt niet hoe snel hij leegloopt",
)


def create(read: Callable[[], tuple[Battery, ...]] = power.read) -> Sampler:
    """The sampler over the machine's own batteries."""
    return Power(read)


class Power:
    """Both for all batteries together: that is what a person has."""

    name = "power"
    every = 3600.0
    about = About(
        question_en="What does the battery still hold compared with new, and how long does it last?",
        question_nl="Wat houdt de accu nog vast vergeleken met nieuw, en hoe lang gaat hij mee?",
        metrics=("battery_capacity_permille", "battery_runtime_minutes"),
    )

    def __init__(self, read: Callable[[], tuple[Battery, ...]]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """Up to two samples. Raises NoData without a battery."""
        batteries = self._read()
        found = {
            "battery_capacity_permille": context.ask(lambda: capacity_permille(batteries), "battery_capacity_permille"),
            "battery_runtime_minutes": context.ask(lambda: runtime_minutes(batteries), "battery_runtime_minutes"),
        }
        return [Sample(metric, value, context.now_ms) for metric, value in found.items() if value is not None]


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


def runtime_minutes(batteries: Sequence[Battery]) -> int:
    """How long all batteries together last when full, at the drain of this moment.

    Laptops with two empty one after the other: the drain of the one that is used now is that of the laptop. Raises
    NoData while none is used, or where that cannot be told.
    """
    used = [battery for battery in batteries if battery.runtime_minutes]
    if not used:
        raise NoData(_CHARGING)
    if len(batteries) == 1:
        return used[0].runtime_minutes or 0
    drain = sum(battery.full / (battery.runtime_minutes or 1) for battery in used)
    if drain <= 0 or len({battery.unit for battery in batteries}) != 1:
        raise NoData(_CHARGING)
    return round(sum(battery.full for battery in batteries) / drain)

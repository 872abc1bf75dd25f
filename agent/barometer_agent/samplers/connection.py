"""How strong is the Wi-Fi where this laptop is used? Never the name of the network."""

from collections.abc import Callable, Iterable

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import connection
from barometer_agent.sources.connection import Connection
from barometer_shared.samples import Sample

_NO_WIFI = Reason("this laptop is not on Wi-Fi at the moment", "deze laptop zit nu niet op wifi")
_NO_SIGNAL = Reason("the Wi-Fi does not tell how strong its signal is", "de wifi zegt niet hoe sterk het signaal is")


def create(read: Callable[[], Connection] = connection.read) -> Sampler:
    """The sampler over the connection of this moment."""
    return WifiSignal(read)


class WifiSignal:
    """Over which kind of link a target was reached stands with the samples of the network."""

    name = "connection"
    every = 600.0
    about = About(
        question_en="How strong is the Wi-Fi signal?",
        question_nl="Hoe sterk is het wifi-signaal?",
        metrics=("wifi_signal_dbm",),
    )

    def __init__(self, read: Callable[[], Connection]) -> None:
        self._read = read

    def sample(self, context: Context) -> Iterable[Sample]:
        """One ``wifi_signal_dbm``. Raises NoData without Wi-Fi, or where it does not tell."""
        found = self._read()
        if found.signal_dbm is None:
            raise NoData(_NO_SIGNAL if found.kind == "wifi" else _NO_WIFI)
        return [Sample("wifi_signal_dbm", found.signal_dbm, context.now_ms)]

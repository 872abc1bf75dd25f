"""How well does this laptop reach what its user works with? Several connects to each target, no privileges needed.

A target that gives no answer while the link is up is a failure, with its reason; without a link it is nobody's.
The targets take turns, at most one a minute after the first run, so that they neither disturb each other nor the
laptop: a turn costs some 7 kB on the wire (TLS 1.3, a chain of two certificates), which is less than 1 kbit/s.
"""

import itertools
import statistics
from collections.abc import Callable, Iterable, Iterator, Sequence

from barometer_agent.sampler import About, Context, NoData, Reason, Sampler
from barometer_agent.sources import addresses, connection, told_targets
from barometer_agent.sources.addresses import Place
from barometer_agent.sources.certificates import Trust
from barometer_agent.sources.connection import Connection
from barometer_agent.sources.network import FORBIDDEN, Connect, Prober, Round
from barometer_shared.protocol import Target
from barometer_shared.samples import GapKind, Sample

RUNS_PER_TURN = 5  # a target is visited each five minutes, more rarely where there are more than five of them
CONNECTS = 5  # per target and round: four differences for jitter, at about 400 bytes a connect
LOST_AFTER_US = 1_000_000  # a connect this much slower than the round's median counts as lost (experience model)
_NO_TARGET = Reason(
    "no usable target is configured: write targets like https://intranet.example.org",
    "er is geen bruikbare bestemming ingesteld: schrijf die als https://intranet.example.org",
)
_NO_NETWORK = Reason("this laptop is not connected to any network", "deze laptop heeft geen netwerkverbinding")
_NO_TLS = Reason("no target uses TLS", "geen enkele bestemming gebruikt TLS")
_NO_NAMES = Reason("no target has a name to look up", "geen enkele bestemming heeft een naam om op te zoeken")
_PROXY_LOOKS_UP = Reason(
    "the proxy looks up the names of the targets", "de proxy zoekt de namen van de bestemmingen op"
)


def create(
    trust: Trust | None = None,
    measure: Callable[[Target, int], Round] | None = None,
    link_is_up: Callable[[], bool] = connection.is_up,
    read_connection: Callable[[], Connection] = connection.read,
    proxy: str | None = None,
) -> Sampler:
    """The sampler over real connections; ``trust`` verifies targets instead of the system's certificates.

    ``proxy`` is that of the settings, or None for that of the environment.
    """
    return NetworkQuality(measure or Prober(trust, proxy=proxy).measure, link_is_up, read_connection)


class NetworkQuality:
    """The first run measures all targets, one after the other; after that each has its turn."""

    name = "network_quality"
    every = 60.0
    about = About(
        question_en="How well does this laptop reach what its user works with?",
        question_nl="Hoe goed bereikt deze laptop waar de gebruiker mee werkt?",
        metrics=(
            "dns_us",
            "tcp_connect_us",
            "tls_handshake_us",
            "time_to_first_byte_us",
            "jitter_us",
            "connects_attempted",
            "connects_lost",
        ),
        uses_network=True,
    )

    def __init__(
        self,
        measure: Callable[[Target, int], Round],
        link_is_up: Callable[[], bool],
        read_connection: Callable[[], Connection],
    ) -> None:
        self._measure = measure
        self._link_is_up = link_is_up
        self._read_connection = read_connection
        self._runs = 0
        self._cut_off = False
        self._forbidden: set[Target] = set()  # known since their turn
        self._not_looked_up: set[Target] = set()  # likewise: the proxy does it, and has no name itself

    def sample(self, context: Context) -> Iterable[Sample]:
        """Up to seven samples per target whose turn it is. Raises NoData without targets or without a network."""
        named = [target for target in context.targets if _place(target)]
        if not named:
            raise NoData(_NO_TARGET)
        targets = [target for target in named if told_targets.is_allowed(target)]
        self._forbidden &= set(targets)
        self._not_looked_up &= set(targets)
        if not targets:
            raise NoData(_forbidden(len(named)))
        _report_gaps(context, targets)
        due = self._due(targets)
        reachable = self._looked(targets) if due or self._cut_off else ()
        self._runs += 1
        rounds = self._visited([target for target in due if target in reachable])
        refused = len(named) - len(targets) + len(self._forbidden)
        if refused == len(named):
            raise NoData(_forbidden(refused))
        if refused:
            context.gap("connects_attempted", _forbidden(refused))
        # asked again: a link that went down meanwhile failed the laptop, not its targets
        self._report_names(context, targets)
        reached = self._within_reach(list(rounds)) if any(map(_went_wrong, rounds.values())) else list(rounds)
        if rounds and not reached:
            self._cut_off = True
            raise NoData(_NO_NETWORK)
        over = self._link() if rounds else {}
        return [
            sample
            for target in reached
            for sample in samples_of(target, rounds[target], context.now_ms, {} if _is_loopback(target) else over)
        ]

    def _visited(self, due: Sequence[Target]) -> dict[Target, Round]:
        """A round to each but those that turn out to be an address that the collector may not name."""
        rounds = {target: self._measure(target, CONNECTS) for target in due}
        forbidden = {target for target in due if rounds[target].failure == FORBIDDEN}
        self._forbidden = (self._forbidden - set(due)) | forbidden
        unnamed = {each for each in due if rounds[each].through_proxy and not _looked_up(rounds[each])}
        self._not_looked_up = (self._not_looked_up - set(due)) | unnamed
        return {target: found for target, found in rounds.items() if target not in forbidden}

    def _report_names(self, context: Context, targets: Sequence[Target]) -> None:
        if self._not_looked_up and all(_is_literal(each) or each in self._not_looked_up for each in targets):
            context.gap("dns_us", _PROXY_LOOKS_UP, GapKind.NOT_APPLICABLE)

    def _due(self, targets: Sequence[Target]) -> Sequence[Target]:
        """All targets at first, then those whose turn it is: spread evenly, never two of them in one run."""
        if self._runs == 0:
            return targets
        runs = max(RUNS_PER_TURN, len(targets))
        return [target for place, target in enumerate(targets) if place * runs // len(targets) == self._runs % runs]

    def _looked(self, targets: Sequence[Target]) -> Sequence[Target]:
        """Those within reach. Raises NoData for none, also in the runs after it until there is a link again."""
        reachable = self._within_reach(targets)
        self._cut_off = not reachable
        if self._cut_off:
            raise NoData(_NO_NETWORK)
        return reachable

    def _within_reach(self, targets: Sequence[Target]) -> Sequence[Target]:
        return targets if self._link_is_up() else [target for target in targets if _is_loopback(target)]

    def _link(self) -> dict[str, str]:
        """Over what the targets were reached, as labels; none where that cannot be seen."""
        try:
            return link_labels(self._read_connection())
        except NoData:
            return {}


def link_labels(found: Connection) -> dict[str, str]:
    """The kind of link, and the Wi-Fi signal."""
    labels = {"link": "vpn" if found.vpn else found.kind}
    if found.signal_dbm is not None:
        labels["signal_dbm"] = str(found.signal_dbm)
    return {name: text for name, text in labels.items() if text}


def samples_of(target: Target, found: Round, at: int, over: dict[str, str]) -> Iterator[Sample]:
    """What one round says, as samples of ``target``; a step that was tried and gave no answer is a failed sample.

    ``over`` labels the two that are scored by the way that was taken: connecting, and the first byte. What was
    measured through a proxy says so everywhere: it is not to be compared with what was not.
    """
    via = {"via": "proxy"} if found.through_proxy else {}
    answered = [connect.us for connect in found.connects if not connect.failure]
    way = {"family": found.family, "fell_back_from": found.fell_back_from, **over, **via}

    def step(metric: str, value: int | None, labels: dict[str, str] | None = None) -> Sample:
        told = {"reason": found.failure or "lost", **over, **via} if value is None else labels or via
        return Sample(metric, value or 0, at, target.name, {k: v for k, v in told.items() if v}, failed=value is None)

    if _looked_up(found):
        yield step("dns_us", found.dns_us)
    yield step("tcp_connect_us", round(statistics.median(answered)) if answered else None, way)
    if _tried_tls(target, found):
        yield step("tls_handshake_us", found.tls_us)
    yield step("time_to_first_byte_us", found.first_byte_us, way)
    if len(answered) > 1:
        yield step("jitter_us", jitter_us(answered))
    yield step("connects_attempted", max(1, len(found.connects)))
    yield step("connects_lost", lost(found.connects))


def jitter_us(connects_us: Sequence[int]) -> int:
    """The mean absolute difference of successive connects, in microseconds; at least two of them."""
    differences = [abs(after - before) for before, after in itertools.pairwise(connects_us)]
    return round(statistics.fmean(differences))


def lost(connects: Sequence[Connect]) -> int:
    """How many tries failed or took over a second longer than the round's median; 1 where none could be made."""
    if not connects:
        return 1
    answered = [connect.us for connect in connects if not connect.failure]
    median = statistics.median(answered) if answered else 0
    return sum(1 for connect in connects if connect.failure or connect.us > median + LOST_AFTER_US)


def _forbidden(count: int) -> Reason:
    return Reason(
        f"targets that the collector names and that are not visited: {count}. None may be the laptop itself or an "
        "address of its own link, nor hold ? or #; barometer-agent doctor lists the targets",
        f"bestemmingen die de collector noemt en die niet worden bezocht: {count}. Een bestemming mag niet de laptop "
        "zelf of een link-local adres zijn, en bevat geen ? of #; barometer-agent doctor toont de bestemmingen",
    )


def _went_wrong(found: Round) -> bool:
    return bool(found.failure) or any(connect.failure for connect in found.connects)


def _report_gaps(context: Context, targets: Sequence[Target]) -> None:
    if not any(_is_secure(target) for target in targets):
        context.gap("tls_handshake_us", _NO_TLS, GapKind.NOT_APPLICABLE)
    if all(map(_is_literal, targets)):
        context.gap("dns_us", _NO_NAMES, GapKind.NOT_APPLICABLE)


def _tried_tls(target: Target, found: Round) -> bool:
    return _is_secure(target) and found.led and bool(found.connects) and not found.connects[0].failure


def _looked_up(found: Round) -> bool:
    return found.dns_us is not None or found.failure == "dns"


def _is_literal(target: Target) -> bool:
    place = _place(target)
    return place is not None and place.is_literal


def _is_secure(target: Target) -> bool:
    place = _place(target)
    return place is not None and place.secure


def _is_loopback(target: Target) -> bool:
    place = _place(target)
    return place is not None and place.is_loopback


def _place(target: Target) -> Place | None:
    try:
        return addresses.place(target.url)
    except ValueError:
        return None

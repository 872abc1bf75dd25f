"""One laptop: a real spool, a real sender, and a count of what was spooled."""

import itertools
from collections import Counter
from dataclasses import replace
from pathlib import Path

from sqlalchemy import text

from barometer_agent.clock import Moment
from barometer_agent.config import Config
from barometer_agent.enrolment import Identity
from barometer_agent.spool import Spool
from barometer_agent.uplink.sender import Done, Outcome, Sender
from barometer_agent.uplink.transport import Transport
from barometer_agent.uplink.verdict import Later
from barometer_collector.database import Database
from barometer_collector.settings import Settings
from barometer_shared.questions import Answer, FacesAnswer
from barometer_shared.samples import AgentFacts, Sample
from tests.collector.laptops import FakeClock, enrol
from tests.faults.delivery.road import Road
from tests.played import Played

FACTS = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces"])
METRIC = "tcp_connect_us"


class Laptop:
    """Its clock shows the collector's time plus what a test did to it; each sample has a value of its own."""

    def __init__(
        self,
        folder: Path,
        road: Road | None,
        database: Database,
        settings: Settings,
        clock: FakeClock | None = None,
        server: str = "http://barometer.test",
    ) -> None:
        known = enrol(database, settings)
        self.device_id = known.device_id
        secret = known.key.partition(".")[2]
        self._identity = Identity(f"{known.device_id:016x}", secret, "Finance", server)
        self.folder, self._database = folder, database
        self._inner = road
        self._clock = clock or self.road.bridge.clock
        self._values = itertools.count(1)
        self._moment = Moment(int(self._clock.now.timestamp() * 1000), 60, "boot-1", 3_600_000)
        self.spooled: list[int] = []
        self.answered: list[str] = []
        self._open()

    @property
    def road(self) -> Road:
        """The road to a collector in this process."""
        assert self._inner
        return self._inner

    def now(self) -> Moment:
        return self._moment

    def pass_seconds(self, seconds: int) -> None:
        """Time passes, for the collector too."""
        moment = self._moment
        self._moment = replace(
            moment, utc_ms=moment.utc_ms + seconds * 1000, monotonic_ms=moment.monotonic_ms + seconds * 1000
        )
        self._clock.move(seconds=seconds)

    def set_clock(self, by_ms: int) -> None:
        """Somebody sets the clock of the laptop."""
        self._moment = replace(self._moment, utc_ms=self._moment.utc_ms + by_ms)

    def travel(self, offset_minutes: int) -> None:
        """The laptop is in another time zone from now on, or in another time of the year."""
        self._moment = replace(self._moment, utc_offset_minutes=offset_minutes)

    @property
    def true_day(self) -> int:
        """The local day that it really is, days since 1970."""
        real_ms = int(self._clock.now.timestamp() * 1000)
        return (real_ms + self._moment.utc_offset_minutes * 60_000) // 86_400_000

    def measure(self, count: int) -> None:
        values = list(itertools.islice(self._values, count))
        samples = [Sample(METRIC, value, self._moment.utc_ms, "intranet") for value in values]
        self.spool.add("network", samples, None, self._moment)
        self.spooled += values

    def answer(self) -> None:
        answer = Answer(
            f"{self.device_id:016x}{len(self.answered):016x}", "pulse", FacesAnswer(4), self._moment.utc_ms, "ada"
        )
        self.spool.answer(answer, self._moment)
        self.answered.append(answer.id)

    def exchange(self, only_answers: bool = False) -> Outcome:
        self.pass_seconds(1)
        return self._sender.exchange(only_answers)

    def restart(self, reboot: bool = False) -> None:
        """The service ends and starts again; nothing but the spool is left of it."""
        self.close()
        if reboot:
            self._moment = replace(self._moment, boot_id=f"boot-{next(self._values)}", monotonic_ms=5_000)
        self._open()

    def hand_in(self) -> None:
        """Exchange on a free road until nothing waits any more."""
        if self._inner:
            self._inner.faults.clear()
        for _ in range(60):
            outcome = self.exchange()
            if outcome == Done(0) and self.spool.waiting_ms(self._moment, None) is None:
                return
            if isinstance(outcome, Later):
                self.pass_seconds(round(outcome.after_seconds or 0))
        raise AssertionError(f"still waiting: {self.spool.health()}")

    def stored(self) -> Counter[int]:
        """How often the collector has each value."""
        rows = self._rows("SELECT value FROM sample WHERE device_id = :device")
        return Counter(row[0] for row in rows)

    def days(self) -> Counter[int]:
        """The local days under which the collector has samples."""
        return Counter(row[0] for row in self._rows("SELECT day FROM sample WHERE device_id = :device"))

    def refused_news(self) -> int:
        """How many batches without items were refused."""
        query = "SELECT count(*) FROM batch WHERE state = 'refused' AND samples + answers = 0"
        return int(self.spool._read(lambda connection: connection.execute(query).fetchone()[0]))

    def dropped(self) -> int:
        """How many samples the collector was told are lost."""
        return sum(row[0] for row in self._rows("SELECT samples FROM dropped WHERE device_id = :device"))

    def quarantined(self) -> Counter[str]:
        """What the collector set aside, by the item's raw text."""
        return Counter(row[0] for row in self._rows("SELECT raw FROM quarantined WHERE device_id = :device"))

    def close(self) -> None:
        self._transport.close()
        self.spool.close()

    def _open(self) -> None:
        self.spool = Spool(self.folder, 1 << 20, self._moment)
        way = Played(self._inner.handle_request) if self._inner else None
        self._transport = Transport(self._identity.server, Config(), way)
        self._sender = Sender(self._transport, self._identity, self.spool, self, FACTS)

    def _rows(self, query: str) -> list[tuple[int, ...]]:
        with self._database.reading() as session:
            return [tuple(row) for row in session.connection().execute(text(query), {"device": self.device_id})]

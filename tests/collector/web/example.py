"""A small organisation as the services would tell it, for tests of the pages. Names are hostile on purpose."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from barometer_collector.ballots.views import GroupFigure, RoundFigure, TopicFigure
from barometer_collector.errors import ProblemError
from barometer_collector.ingest.views import DroppedSamples, LatestSample, QuarantinedItem
from barometer_collector.rollup.views import DayFigure, EventFigure
from barometer_collector.scoring.views import (
    Component,
    Device,
    DevicePage,
    DeviceScores,
    Evidence,
    Fleet,
    Gap,
    Group,
    MetricEvidence,
    PoorComponent,
    Score,
    Sentiment,
    TrendPoint,
)
from barometer_collector.sentiment.views import Bundle, ConfidentialWords, SharedAnswer, Told

HOSTILE = "<script>alert(1)</script>\"'>{{7*7}}"
SEEN_AT = 1_795_163_400_000  # 2026-11-20 09:10 in Amsterdam
NOTHING = Score(None, 0.0, None, (), "default-1")
DEVICE_ID = "00000000000000a1"


def measured(
    metric: str, unit: str, typical: float | None, points: float | None = 80.0, **more: object
) -> MetricEvidence:
    known = {"subject": "", "share": 0.5, "n": 412} | more
    return MetricEvidence(metric=metric, unit=unit, points=points, typical=typical, **known)  # type: ignore[arg-type]


def component(name: str, value: float | None, weight: float, cost: float, *metrics: MetricEvidence) -> Component:
    return Component(name, value, weight, cost, Evidence(7, metrics))


T = Score(
    71.5,
    0.95,
    "average",
    (
        component("boot", 62.0, 0.2, 7.6, measured("boot_ms", "ms", 83_400, 62.0, n=5)),
        component(
            "network",
            74.0,
            0.3,
            7.8,
            measured("time_to_first_byte_us", "us", 312_000, 91.0, subject="intranet", failed=3),
            measured("tcp_connect_us", "us", 8_400, 100.0, subject="intranet"),
        ),
        component(
            "reliability",
            58.0,
            0.3,
            12.6,
            measured("app_crash", "per_work_week", 2.4, 58.0, n=3),
            measured("app_crash", "times", None, None, subject=HOSTILE, n=2, note="counted_above"),
            measured("os_crash", "times", 0.0, 100.0, n=0),
        ),
        component("storage", 97.5, 0.2, 0.5, measured("disk_free_permille", "permille", 285, 97.5, subject="/")),
        component(
            "power",
            None,
            0.0,
            0.0,
            measured("battery_capacity_permille", "permille", None, None, n=0, note="not_applicable"),
        ),
    ),
    "default-1",
)
X = Score(75.0, 1.0, "good", (), "default-1")
EXPERIENCE = Score(
    72.81,
    0.8,
    "average",
    (component("t", 71.5, 0.625, 17.81), component("x", 75.0, 0.375, 9.38), component("o", None, 0, 0)),
    "default-1",
)
POOR = Score(31.2, 0.7, "poor", (component("network", 1.2, 0.5, 49.4), component("boot", 61.2, 0.5, 19.4)), "default-1")


def trend(days: int = 30) -> tuple[TrendPoint, ...]:
    """A month up to 20 November 2026, with two days missing."""
    first = date(2026, 11, 21) - timedelta(days=days)
    return tuple(
        TrendPoint((first + timedelta(days=day)).isoformat(), 64 + day * 0.29, 62 + day * 0.3, 75 if day > 14 else None)
        for day in range(days)
        if day not in (9, 12)
    )


def group(key: str, name: str, **changes: object) -> Group:
    made = Group(
        key=key,
        name=name,
        devices=24,
        scored_devices=22,
        simulated_devices=0,
        experience=EXPERIENCE,
        t=T,
        x=Sentiment(75.0, 61.4, 84.9, 18, 5, 24, "good", SEEN_AT),
        o=NOTHING,
        poor=(PoorComponent("network", 6, 24), PoorComponent("boot", 2, 24)),
        trend=trend(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


TEAMS = (
    group("finance", "Finance"),
    group(
        "support",
        HOSTILE,
        devices=7,
        scored_devices=7,
        simulated_devices=7,
        experience=POOR,
        t=POOR,
        x=Sentiment(None, None, None, 1, 5, 7),
        trend=(),
    ),
    group(
        "new",
        "Nieuw team",
        devices=2,
        scored_devices=0,
        experience=NOTHING,
        t=NOTHING,
        x=Sentiment(None, None, None, 0, 5, 2),
        poor=(),
        trend=(),
    ),
)
FLEET = Fleet(group("fleet", "Everybody", devices=33, scored_devices=29, simulated_devices=7), TEAMS)
EMPTY = Fleet(
    group("fleet", "Everybody", devices=0, scored_devices=0, experience=NOTHING, t=NOTHING, poor=(), trend=()), ()
)
DEVICE = Device(
    id=DEVICE_ID,
    name="laptop-" + HOSTILE,
    team="support",
    platform="linux",
    os="Debian GNU/Linux 12",
    agent_version="0.1.0",
    simulated=True,
    enrolled_at=SEEN_AT - 86_400_000 * 30,
    last_seen_at=SEEN_AT,
    scores=DeviceScores(EXPERIENCE, T, X, NOTHING),
    gaps=(
        Gap(
            "battery_capacity_permille",
            "not_applicable",
            {"en": "this laptop has no battery", "nl": "deze laptop heeft geen accu"},
            scored=True,
        ),
        Gap("sign_in_ms", "no_data", {"en": HOSTILE}, scored=True),
        Gap(
            "wifi_signal_dbm",
            "no_data",
            {"en": "no Wi-Fi is connected", "nl": "er is geen wifi verbonden"},
            scored=False,
        ),
    ),
)
UNSCORED = replace(
    DEVICE,
    id="00000000000000a2",
    name="fresh-laptop",
    simulated=False,
    last_seen_at=None,
    gaps=(),
    scores=DeviceScores(NOTHING, NOTHING, NOTHING, NOTHING),
)

TODAY = 20_777  # 2026-11-20
HISTORY = (
    *(
        DayFigure(
            TODAY - back, "time_to_first_byte_us", target, 140, back % 3, 90_000 + 4_000 * (back % 5) + more, "us"
        )
        for target, more in (("collector", 0), (HOSTILE, 60_000))
        for back in range(14, -1, -1)
        if back != 6
    ),
    *(DayFigure(TODAY - back, "pressure_permille", "", 200, 0, 30 + 10 * (back % 4), "permille") for back in range(14)),
    *(DayFigure(TODAY - back, "use_seconds", "input", 1, 0, 21_600 + 900 * (back % 7), "s") for back in range(1, 10)),
    DayFigure(TODAY, "disk_free_permille", "/", 24, 0, 285.0, "permille"),
    DayFigure(TODAY, "connects_attempted", "collector", 3, 0, 5.0, "count"),
)
EVENTS = (
    EventFigure("app_crash", HOSTILE, SEEN_AT - 3_600_000, 1, {"signal": "SIGSEGV", "version": HOSTILE}),
    EventFigure("boot_culprit_ms", HOSTILE, SEEN_AT - 7_200_000, 21_000, {"kind": "service"}),
    EventFigure("boot_phase_ms", "kernel", SEEN_AT - 7_200_000, 12_000),
    EventFigure("boot_ms", "", SEEN_AT - 7_200_000, 83_400, {"after_update": "yes"}),
    EventFigure("os_restart", "", SEEN_AT - 7_300_000, 1, {"reason": "update"}),
)
SAMPLES = (
    LatestSample("time_to_first_byte_us", "collector", SEEN_AT, 91_250, failed=False, labels={"link": "wifi"}),
    LatestSample("drive_failing", "nvme0n1", SEEN_AT, 0, failed=False),
    LatestSample("time_to_first_byte_us", HOSTILE, SEEN_AT, 0, failed=True),
    LatestSample("disk_free_permille", "/", SEEN_AT - 60_000, 285, failed=False),
)
QUARANTINED = (
    QuarantinedItem(DEVICE_ID, "0" * 32, "samples.3", SEEN_AT, "metric", "an unknown metric", HOSTILE),
    QuarantinedItem(
        DEVICE_ID, "0" * 32, "answers.0", SEEN_AT, "campaign", "a campaign of this collector", '{"account":"ada"}'
    ),
)

ROUNDS = (
    RoundFigure(
        "pulse-anonymous-2026-11-25",
        {"en": "How was it?", "nl": "Hoe was het?"},
        SEEN_AT + 5 * 86_400_000,
        SEEN_AT + 8 * 86_400_000,
        "b" * 64,
        (GroupFigure({"en": HOSTILE, "nl": HOSTILE}, 8, None, None, None, None),),
    ),
    RoundFigure(
        "pulse-anonymous-2026-10-25",
        {"en": "How was it then?", "nl": "Hoe was het toen?"},
        SEEN_AT - 26 * 86_400_000,
        SEEN_AT - 23 * 86_400_000,
        "a" * 64,
        (
            GroupFigure({"en": "Finance", "nl": "Finance"}, 24, 25, 23, 22, 17),
            GroupFigure({"en": "other teams", "nl": "overige teams"}, 9, 9, 9, 9, 0),
        ),
        7,
        (TopicFigure({"en": "Network", "nl": "Netwerk"}, 4), TopicFigure({"en": HOSTILE, "nl": HOSTILE}, 1)),
        ("the Wi-Fi drops", HOSTILE),
    ),
)

SHARED = (
    SharedAnswer(
        DEVICE_ID, HOSTILE, False, SEEN_AT, "told", "text", None, f"The dock fails {HOSTILE}", {}, True, 2, "en"
    ),
    SharedAnswer(
        DEVICE_ID, "LT-0042", True, SEEN_AT - 1, "pulse", "faces", 4, "", {"en": "Network", "nl": "Netwerk"}, False,
        None, "nl",
    ),
)  # fmt: skip
TOLD = Told(
    SHARED,
    (
        Bundle(
            "2026-10-26",
            "2026-11-22",
            6,
            True,
            (
                ConfidentialWords("De wifi valt weg", {"en": "Network", "nl": "Netwerk"}, 1, "nl"),
                ConfidentialWords("It takes for ever", {}, None, ""),
            ),
        ),
    ),
    5,
    "2026-11-23",
)


@dataclass
class ExampleFigures:
    """Answers what the services would; what was ``told`` can be changed by a test."""

    told: Fleet = FLEET
    told_rounds: tuple[RoundFigure, ...] = ROUNDS
    told_words: Told = TOLD

    def fleet(self, now: datetime) -> Fleet:
        return self.told

    def team(self, now: datetime, slug: str) -> Group:
        for each in self.told.teams:
            if each.key == slug:
                return each
        raise ProblemError(404, "there is no such team", field="slug")

    def devices(self, now: datetime, team: str | None, after: str | None, limit: int) -> DevicePage:
        if team not in (None, "support"):
            return DevicePage((), None)
        return DevicePage((UNSCORED,), None) if after else DevicePage((DEVICE, UNSCORED), "name|00a2")

    def device(self, now: datetime, device_id: str) -> Device:
        for each in (DEVICE, UNSCORED):
            if each.id == device_id:
                return each
        raise ProblemError(404, "there is no such device", field="id")

    def history(self, device_id: str, since: datetime) -> tuple[DayFigure, ...]:
        return HISTORY if device_id == DEVICE_ID else ()

    def events(self, device_id: str, since: datetime, limit: int) -> tuple[EventFigure, ...]:
        return EVENTS if device_id == DEVICE_ID else ()

    def latest_samples(self, device_id: str, limit: int) -> tuple[LatestSample, ...]:
        return SAMPLES if device_id == DEVICE_ID else ()

    def dropped(self, device_id: str) -> tuple[DroppedSamples, ...]:
        return (
            (DroppedSamples("tcp_connect_us", 12_312), DroppedSamples("of_tomorrow", 1))
            if device_id == DEVICE_ID
            else ()
        )

    def quarantined(self, device_id: str, limit: int) -> tuple[QuarantinedItem, ...]:
        return QUARANTINED if device_id == DEVICE_ID else ()

    def words(self, now: datetime) -> Told:
        return self.told_words

    def shared(self, now: datetime, device_id: str) -> tuple[SharedAnswer, ...]:
        return SHARED if device_id == DEVICE_ID else ()

    def rounds(self) -> tuple[RoundFigure, ...]:
        return self.told_rounds

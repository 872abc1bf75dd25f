"""What a laptop in use measures in some weeks, put into a spool and sealed as the agent does it."""

from collections.abc import Iterator
from random import Random

from barometer_agent.clock import Moment
from barometer_agent.spool import Spool
from barometer_shared.questions import (
    TELL_IT,
    Answer,
    ChoiceAnswer,
    FacesAnswer,
    FreeTextAnswer,
    NoOpinion,
    Response,
    Sharing,
)
from barometer_shared.samples import AgentFacts, Gap, GapKind, Sample

ENDS = Moment(1_790_000_000_000, 120, "boot-30", 3_600_000)  # 21 September 2026, 14:13 UTC
STEP_MS = 300_000
A_DAY = 86_400_000 // STEP_MS
FACTS = AgentFacts("0.1.0", "linux", "Debian GNU/Linux 12", ["faces", "effort", "recommend", "calm", "choice", "text"])
GAPS = [
    Gap(
        "app_hang",
        GapKind.NOT_APPLICABLE,
        {
            "en": "Linux keeps no record of applications that hang",
            "nl": "Linux legt niet vast welke programma's hangen",
        },
    ),
    Gap("sign_in_ms", GapKind.NO_DATA, {"en": "nobody has signed in yet", "nl": "er heeft zich nog niemand aangemeld"}),
]


def fill(spool: Spool, days: int = 30, *, a_day: int = A_DAY, account: str = "anna", seed: int = 1) -> None:
    """``days`` of ``a_day`` batches each, all acknowledged; the last one at ENDS."""
    chance = Random(seed)
    spool.set_gaps(GAPS)
    answers = _answers(account)
    for day in range(days):
        for number in range(a_day):
            at = _moment(days - 1 - day, (a_day - 1 - number) * (86_400_000 // a_day))
            spool.add("all", _samples(chance, at.utc_ms, number, day), None, at)
            if day % 6 == 1 and number == a_day // 2:
                spool.answer(next(answers), at)
            while (batch := spool.next_batch(FACTS, at, 340)) is not None:
                spool.acknowledge(batch.id, at)


def _moment(days_ago: int, ms_before: int) -> Moment:
    utc_ms = ENDS.utc_ms - days_ago * 86_400_000 - ms_before
    return Moment(utc_ms, 120, f"boot-{30 - days_ago}", ENDS.monotonic_ms + 86_400_000 - ms_before)


def _samples(chance: Random, at: int, number: int, day: int) -> list[Sample]:
    """26 of each five minutes, and now and then something that happened."""
    near = {"link": "wifi", "signal_dbm": str(chance.choice((-60, -65, -70)))} if day % 7 < 5 else {"link": "wired"}
    silent = chance.random() < 0.004
    found = [sample for target in ("collector", "intranet") for sample in _network(chance, at, target, near, silent)]
    found += [
        Sample("pressure_permille", chance.randrange(40), at + 20),
        *(Sample("resource_pressure_permille", chance.randrange(20), at + 20, of) for of in ("cpu", "memory", "io")),
        Sample("memory_used_permille", 400 + chance.randrange(200), at + 20),
        Sample("cpu_busy_permille", chance.randrange(400), at + 20),
        Sample("wifi_signal_dbm", -65, at + 30),
        Sample("disk_queue_milli", chance.randrange(3000), at + 31),
        Sample("disk_free_permille", 538 - day, at + 40, "system"),
        Sample("agent_memory_kib", 27_000 + chance.randrange(300), at + 50),
        Sample("agent_cpu_ppm", chance.randrange(900), at + 50),
        Sample("thermal_throttling_permille", 0, at + 60),
    ]
    return [*found, *_happened(chance, at, number, day)]


def _network(chance: Random, at: int, target: str, labels: dict[str, str], silent: bool) -> Iterator[Sample]:
    for metric, usual in (("dns_us", 3000), ("tcp_connect_us", 9000), ("tls_handshake_us", 21_000)):
        yield Sample(metric, 0 if silent else int(usual * chance.lognormvariate(0, 0.5)), at, target, labels, silent)
    slow = int(90_000 * chance.lognormvariate(0, 0.6))
    yield Sample("time_to_first_byte_us", slow, at, target, labels)
    yield Sample("jitter_us", chance.randrange(4000), at, target, labels)
    yield Sample("connects_attempted", 5, at, target)
    yield Sample("connects_lost", int(silent), at, target)


def _happened(chance: Random, at: int, number: int, day: int) -> Iterator[Sample]:
    if number == 3:
        yield Sample("boot_ms", 18_000 + chance.randrange(30_000), at)
        yield Sample("boot_phase_ms", 9_000, at, "userspace")
        yield Sample("use_seconds", 5 * 3600 + chance.randrange(9000), at, "input")
    if number == 7 and day % 5 == 2:
        yield Sample("app_crash", 1, at, "thunderbird", {"version": "128.4", "signal": "SIGSEGV"})
    if number == 9 and day % 9 == 4:
        yield Sample("os_restart", 1, at, labels={"reason": "update"})


def _answers(account: str) -> Iterator[Answer]:
    given: list[tuple[str, Response, Sharing, str]] = [
        ("pulse", FacesAnswer(4), Sharing.CONFIDENTIAL, ""),
        ("pulse", FacesAnswer(2), Sharing.SHARED, "The VPN drops in every meeting."),
        ("after-a-crash", ChoiceAnswer("application"), Sharing.CONFIDENTIAL, ""),
        (TELL_IT, FreeTextAnswer("The new dock works well, thank you."), Sharing.SHARED, ""),
        ("pulse", NoOpinion(), Sharing.CONFIDENTIAL, ""),
    ]
    for number, (campaign, response, sharing, comment) in enumerate(given):
        at = ENDS.utc_ms - (25 - 5 * number) * 86_400_000
        yield Answer(f"{number:032x}", campaign, response, at, account, sharing, comment)

import socket
import ssl
import sys
from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from barometer_agent import inventory
from barometer_agent.inventory import Taken
from barometer_agent.sampler import About, Context, NoData, Reason
from barometer_agent.sources.certificates import Trust
from barometer_shared.metrics import METRICS
from barometer_shared.protocol import Target
from barometer_shared.samples import Gap, GapKind, Sample

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOOT = Sample("boot_ms", 26_756, 1)
NOBODY = Reason("nobody signs in", "niemand meldt zich aan")
NO_SYSTEMD = Reason("no systemd", "geen systemd")
NEVER = Reason("nothing records it", "niets legt het vast")

TOLD_BY_THE_GUARD = {"agent_restart"}  # which restarts the agent, so no sampler of the old run can tell it
TOLD_OF_SAMPLERS = {"records_lost_seconds"}


class Boot:
    """A sampler that gives, leaves a gap, remembers or has nothing, as a test wants."""

    name = "boot"
    every = 60.0
    about = About("How long?", "Hoe lang?", ("boot_ms", "boot_phase_ms", "sign_in_ms"))

    def __init__(self, nothing: NoData | None = None) -> None:
        self.nothing = nothing

    def sample(self, context: Context) -> Iterable[Sample]:
        context.gap("sign_in_ms", NOBODY, GapKind.NOT_APPLICABLE)
        if self.nothing:
            raise self.nothing
        yield BOOT
        context.advance("this boot")


SIGN_IN = Gap("sign_in_ms", GapKind.NOT_APPLICABLE, NOBODY.localised)


def test_each_file_of_samplers_is_found_with_a_name_of_its_own() -> None:
    names = [sampler.name for sampler in inventory.discover()]
    assert names == sorted(set(names))
    assert {"boot_time", "network_quality", "app_reliability", "responsiveness", "usage", "storage", "power"} <= {
        *names
    }


def test_every_metric_of_a_sampler_is_in_the_catalogue_and_has_one_sampler() -> None:
    metrics = [metric for sampler in inventory.discover() for metric in sampler.about.metrics]
    assert len(metrics) == len(set(metrics))
    assert {*metrics, *TOLD_BY_THE_GUARD, *TOLD_OF_SAMPLERS} == set(METRICS)


def test_questions_are_asked_in_both_languages() -> None:
    for sampler in inventory.discover():
        assert sampler.about.question_en.endswith("?")
        assert sampler.about.question_nl.endswith("?")
        assert sampler.about.question_en != sampler.about.question_nl


def test_a_context_of_certificates_reaches_the_sampler_that_connects() -> None:
    class Refusing(ssl.SSLContext):
        def wrap_socket(self, *_: object, **__: object) -> ssl.SSLSocket:
            raise ssl.SSLCertVerificationError("by this context")

    sampler = inventory.create("network_quality", trust=Trust(lambda: Refusing(ssl.PROTOCOL_TLS_CLIENT)))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        target = Target("collector", f"https://127.0.0.1:{listener.getsockname()[1]}/")
        taken = inventory.take(sampler, Context(NOW, (target,)))
    assert {sample.labels["reason"] for sample in taken.samples if sample.failed} == {"certificate"}


def test_the_proxy_of_the_settings_reaches_the_sampler_that_connects() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        proxy = f"http://127.0.0.1:{gone.getsockname()[1]}"
    [sampler] = [each for each in inventory.discover(proxy=proxy) if each.name == "network_quality"]
    sampler._link_is_up = lambda: True  # type: ignore[attr-defined]
    taken = inventory.take(sampler, Context(NOW, (Target("intranet", "https://intranet.example.org/"),)))
    failed = {(sample.labels["reason"], sample.labels["via"]) for sample in taken.samples if sample.failed}
    assert failed == {("refused", "proxy")}


def test_a_run_gives_its_samples_gaps_and_cursor() -> None:
    assert inventory.take(Boot(), Context(NOW), {}) == Taken((BOOT,), (SIGN_IN,), "this boot")


@pytest.mark.parametrize("kind", list(GapKind))
def test_no_data_becomes_a_gap_of_each_metric_without_one_of_its_own(kind: GapKind) -> None:
    taken = inventory.take(Boot(NoData(NO_SYSTEMD, kind)), Context(NOW, cursor="last boot"), {})
    phases = [Gap(metric, kind, NO_SYSTEMD.localised) for metric in ("boot_ms", "boot_phase_ms")]
    assert taken == Taken((), (SIGN_IN, *phases), "last boot")


def test_what_this_system_cannot_measure_does_not_apply_whatever_the_sampler_says() -> None:
    never = {"boot_ms": NEVER, "sign_in_ms": NEVER, "wake_ms": NEVER}
    taken = inventory.take(Boot(NoData(NO_SYSTEMD)), Context(NOW), never)
    assert {gap.metric: (gap.kind, gap.reason) for gap in taken.gaps} == {
        "boot_ms": (GapKind.NOT_APPLICABLE, NEVER.localised),
        "sign_in_ms": (GapKind.NOT_APPLICABLE, NEVER.localised),
        "boot_phase_ms": (GapKind.NO_DATA, NO_SYSTEMD.localised),
    }
    assert inventory.take(Boot(), Context(NOW), never).samples == ()


def test_a_sampler_of_which_nothing_can_be_measured_here_is_not_run() -> None:
    class Never(Boot):
        def sample(self, context: Context) -> Iterable[Sample]:
            raise AssertionError("it was run")

    taken = inventory.take(Never(), Context(NOW), dict.fromkeys(Boot.about.metrics, NEVER))
    assert [gap.kind for gap in taken.gaps] == [GapKind.NOT_APPLICABLE] * 3


def test_a_figure_that_cannot_be_is_a_gap() -> None:
    class Odd(Boot):
        def sample(self, context: Context) -> Iterable[Sample]:
            yield Sample("boot_ms", -1, 1)

    taken = inventory.take(Odd(), Context(NOW), {})
    assert (taken.samples, [gap.metric for gap in taken.gaps]) == ((), ["boot_ms"])


def test_what_this_machine_cannot_tell_is_said_in_both_languages() -> None:
    gaps = [gap for sampler in inventory.discover() for gap in inventory.take(sampler, Context(NOW)).gaps]
    assert gaps  # without a target there is no network to measure
    for gap in gaps:
        assert set(gap.reason) == {"en", "nl"}
        assert all(gap.reason.values())
        assert gap.reason["en"] != gap.reason["nl"]


def test_a_fault_is_not_taken_for_missing_data() -> None:
    class Broken(Boot):
        def sample(self, context: Context) -> Iterable[Sample]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inventory.take(Broken(), Context(NOW))


def test_the_table_says_what_works_here_and_why_not() -> None:
    [works, fails] = inventory.rows("nl", NOW, found=[Boot(), Boot(NoData(NO_SYSTEMD))])
    assert (works.question, works.works, works.reasons) == ("Hoe lang?", True, ("niemand meldt zich aan",))
    assert (fails.works, fails.reasons) == (False, ("niemand meldt zich aan", "geen systemd"))
    [english] = inventory.rows("en", NOW, found=[Boot()])
    assert (english.question, english.reasons) == ("How long?", ("nobody signs in",))


def test_a_sampler_that_crashes_stands_in_the_table_with_its_error_and_the_others_stay() -> None:
    class Broken(Boot):
        def sample(self, context: Context) -> Iterable[Sample]:
            raise ZeroDivisionError("no minutes")

    [broken, works] = inventory.rows("en", NOW, found=[Broken(), Boot()])
    assert (broken.works, broken.crash) == (False, "ZeroDivisionError: no minutes")
    assert (works.works, works.crash) == (True, "")


@pytest.mark.skipif(sys.platform != "linux", reason="asks this machine")
def test_this_machine_has_facts_and_a_table() -> None:
    facts = inventory.device_facts()
    assert facts == inventory.device_facts()
    assert (facts.platform, len(facts.hardware_id)) == ("linux", 64)
    table = {row.name: row for row in inventory.rows("en", NOW)}
    assert table["storage"].works
    assert not table["network_quality"].works
    assert all(row.works or row.reasons for row in table.values())


@pytest.mark.parametrize(("since_ms", "seconds"), [(600_000, 600), (0, 1), (400 * 86_400_000, 45 * 86_400)])
def test_what_may_be_missing_of_a_log_is_told_with_since_when(since_ms: int, seconds: int) -> None:
    class Cleared(Boot):
        def sample(self, context: Context) -> Iterable[Sample]:
            context.lost, context.lost_since_ms = NEVER, context.now_ms - since_ms
            return [BOOT]

    context = Context(NOW)
    lost = Sample("records_lost_seconds", seconds, context.now_ms, subject="boot_ms")
    assert inventory.take(Cleared(), context, {}).samples == (BOOT, lost)

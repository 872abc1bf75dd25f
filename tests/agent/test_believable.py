"""Whatever a system says, only what can be taken in leaves the laptop."""

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from barometer_agent import samplers
from barometer_agent.believable import believed
from barometer_agent.sampler import Context
from barometer_shared.labels import MEANINGS
from barometer_shared.metrics import METRICS
from barometer_shared.samples import Sample

AT = 1_795_262_400_000
SAMPLERS = Path(samplers.__file__ or "").parent


def told(*samples: Sample) -> tuple[list[Sample], dict[str, str]]:
    context = Context(datetime(2026, 11, 21, 12, tzinfo=UTC))
    found = list(believed(samples, context))
    return found, {gap.metric: gap.reason["en"] for gap in context.gaps}


def test_an_ordinary_sample_is_told_as_it_is() -> None:
    sample = Sample("app_crash", 1, AT, "mail", {"version": "3"})
    assert told(sample) == ([sample], {})


@pytest.mark.parametrize(("value", "words"), [(90_000_000_000, "90000000000 ms"), (0, "0 ms"), (-5, "-5 ms")])
def test_a_value_that_cannot_be_is_a_gap_with_what_was_said(value: int, words: str) -> None:
    found, gaps = told(Sample("boot_ms", value, AT), Sample("boot_ms", value, AT), Sample("boot_ms", 1, AT))
    assert [sample.value for sample in found] == [1]
    assert gaps == {"boot_ms": f"the system tells {words}, and from 1 to 86400000 would be possible"}


def test_a_try_that_failed_has_no_value_to_doubt_and_something_that_happened_cannot_have_failed() -> None:
    failed = Sample("wifi_signal_dbm", 0, AT, failed=True)
    found, gaps = told(failed, Sample("boot_ms", 0, AT, failed=True))
    assert (found, set(gaps)) == ([failed], {"boot_ms"})


@pytest.mark.parametrize(
    ("subject", "clean"),
    [("", "unknown"), ("a\nb\x00", "a?b?"), ("x" * 200, "x" * 120), ("\ud800.exe", "?.exe"), ("Böse…", "Böse…")],
)
def test_a_name_is_made_printable_and_short(subject: str, clean: str) -> None:
    [sample], _ = told(Sample("app_crash", 1, AT, subject, {"version": subject and f"{subject}\n", "kind": "x"}))
    assert sample.subject == clean
    assert sample.labels == {"kind": "x"}


@pytest.mark.parametrize(
    ("subject", "clean"),
    [
        ("C:\\Users\\jan\\", "unknown"),
        ("..", "unknown"),
        ("/opt/a/b", "b"),
        ("jan@example.org", "unknown"),
        ("exe\u202efdp", "exe?fdp"),
    ],
)
def test_an_application_is_never_a_path_nor_a_person(subject: str, clean: str) -> None:
    [sample], _ = told(Sample("app_crash", 1, AT, subject))
    assert sample.subject == clean


@pytest.mark.parametrize("version", ["16.0.17928.20114", "1:2.3-4ubuntu1~22.04+b1", "10.0.19041.1 (WinBuild.1)", "v2"])
def test_a_version_is_told(version: str) -> None:
    [sample], _ = told(Sample("app_crash", 1, AT, "mail", {"version": version}))
    assert sample.labels == {"version": version}


@pytest.mark.parametrize("text", ["C:\\Users\\jan", "/home/jan", "1.0\u202e", "jan@example.org", "x" * 61, "né"])
def test_a_label_that_is_no_version_nor_word_is_left_out(text: str) -> None:
    labels = {"version": text, "exception": text, "kind": "hang"}
    [sample], _ = told(Sample("app_crash", 1, AT, "mail", labels))
    assert sample.labels == {"kind": "hang"}


def test_a_label_that_no_page_explains_is_left_out() -> None:
    [sample], _ = told(Sample("tcp_connect_us", 1, AT, "intranet", {"network": "CompanyWifi", "link": "wifi"}))
    assert sample.labels == {"link": "wifi"}


@pytest.mark.parametrize("path", sorted(SAMPLERS.rglob("*.py")), ids=lambda path: path.stem)
def test_no_sampler_writes_a_label_that_would_be_left_out(path: Path) -> None:
    tables = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Dict)]
    keys = {key.value for table in tables for key in table.keys if isinstance(key, ast.Constant)}
    assert keys <= MEANINGS.keys() | METRICS.keys()


def test_a_metric_of_the_device_names_nothing() -> None:
    assert told(Sample("boot_ms", 1, AT, "someone's laptop"))[0] == [Sample("boot_ms", 1, AT)]


@given(st.sampled_from(sorted(METRICS)), st.integers(), st.integers(), st.text(), st.booleans())
def test_what_is_told_is_within_its_range(metric: str, value: int, at: int, text: str, failed: bool) -> None:
    found, gaps = told(Sample(metric, value, at, text, {"version": text}, failed))
    assert len(found) + len(gaps) == 1
    for sample in found:
        assert sample.failed or METRICS[metric].minimum <= sample.value <= METRICS[metric].maximum
        assert len(sample.subject) <= 120

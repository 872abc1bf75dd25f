"""The commands of the agent as they are on Windows."""

import json
from pathlib import Path

from tests.windows import tls
from tests.windows.conftest import Laptop


def test_it_tells_its_version(laptop: Laptop) -> None:
    done = laptop.agent("--version")
    assert done.stdout.strip() == "barometer-agent 0.1.0"


def test_every_sampler_works_or_says_why_not(laptop: Laptop) -> None:
    done = laptop.agent("samplers")
    assert done.returncode == 0, done.stderr
    assert "storage" in done.stdout
    assert "Error:" not in done.stdout


def test_one_round_measures_the_room_on_the_disk(laptop: Laptop) -> None:
    done = laptop.agent("once", "--json")
    samples = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    free = [sample["value"] for sample in samples if sample["metric"] == "disk_free_permille"]
    assert len(free) == 1
    assert 0 < free[0] <= 1000


def test_the_doctor_tells_what_to_do_first(laptop: Laptop) -> None:
    done = laptop.agent("doctor")
    assert done.returncode == 1
    assert "enrol" in done.stdout
    assert str(laptop.data.name) in done.stdout


def test_it_enrols_over_tls_with_a_certificate_authority_of_ones_own(laptop: Laptop) -> None:
    before = laptop.server.front.handshakes
    laptop.enrol()
    assert laptop.server.front.handshakes > before
    assert "wijn" in laptop.agent("enrol", "--server", laptop.server.url, "--token", "used-up").stdout
    assert set(laptop.server.query("select platform from device")) == {("windows",)}  # others enrolled there too


def test_a_certificate_that_nobody_vouches_for_is_refused(laptop: Laptop, tmp_path: Path) -> None:
    impostor = tls.Front(tls.self_signed(tmp_path), laptop.server.port)
    try:
        url = f"https://localhost:{impostor.port}"
        done = laptop.wine.run(laptop.program, "enrol", "--data", "C:\\stranger", "--server", url, "--token", "x")
        assert done.returncode == 1
        assert "certificate" in done.stderr.lower()
        assert impostor.heard == 0
    finally:
        impostor.close()

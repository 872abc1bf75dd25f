"""The jobs of two collectors on one PostgreSQL run once, and whoever does them may go: these two do not come back."""

import signal
from pathlib import Path

from tests.collector.laptops import enrol
from tests.eventually import eventually
from tests.faults.serving.load import Load
from tests.faults.serving.pair import Pair
from tests.faults.serving.postgres import Server
from tests.faults.serving.served import serving

TAKEN_OVER_SECONDS = 20  # 2 s between two attempts, and however long a busy machine takes to start a job


def test_the_jobs_run_once_and_go_on_when_whoever_does_them_is_gone(pair: Pair, server: Server, tmp_path: Path) -> None:
    (doing,) = eventually(server.doing_jobs, TAKEN_OVER_SECONDS)
    assert server.run(f"SELECT pg_terminate_backend({doing})") == [(True,)]
    eventually(lambda: server.doing_jobs() not in ([], [doing]), TAKEN_OVER_SECONDS)
    with serving(tmp_path, server.url) as third:
        pair.one.end(signal.SIGKILL)
        pair.other.end(signal.SIGKILL)
        (after,) = eventually(server.doing_jobs, TAKEN_OVER_SECONDS)
        laptop = enrol(pair.database, pair.settings)
        load = Load([laptop], [third.address])
        with load.sending():
            load.more(50)
        load.drain()
        counted = f"SELECT coalesce(sum(n), 0) FROM device_day WHERE device_id = {laptop.device_id}"  # noqa: S608
        eventually(lambda: server.run(counted)[0][0] >= load.acknowledged, TAKEN_OVER_SECONDS)
        assert server.doing_jobs() == [after]

"""Asks a collector what it has."""

import httpx
import msgspec
import pytest

from barometer_collector.ledger import views
from barometer_collector.simulation.live import asking
from barometer_collector.simulation.live.asking import AskingError, BatchTold, Collector, DeviceTold, client_of

ONE = DeviceTold("00" * 8, 1, 26, 26, 5, 26)
TWO = DeviceTold("01" * 8, 2, 52, 52, 9, 52)


def collector(answer: httpx.MockTransport) -> Collector:
    return Collector(httpx.Client(transport=answer, base_url="http://collector.test"))


def test_pages_are_followed_to_the_last() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        after = request.url.params.get("after")
        pages = {None: ([ONE], ONE.device), ONE.device: ([TWO], TWO.device), TWO.device: ([], None)}
        devices, following = pages[after]
        return httpx.Response(200, content=msgspec.json.encode({"devices": devices, "next": following}))

    assert list(collector(httpx.MockTransport(answer)).devices()) == [ONE, TWO]


@pytest.mark.parametrize(
    ("told", "asked"),
    [(views.DeviceLedger, DeviceTold), (views.BatchEntry, BatchTold), (views.LedgerState, asking.StateTold)],
)
def test_what_is_asked_is_what_collectors_tell(told: type, asked: type) -> None:
    assert [(each.name, each.type) for each in msgspec.structs.fields(told)] == [
        (each.name, each.type) for each in msgspec.structs.fields(asked)
    ]


def test_the_evidence_of_a_score_is_added_up() -> None:
    evidence = [{"metrics": [{"n": 3}, {"n": 4}]}, {"metrics": []}, {"metrics": [{"n": 5}]}]
    told = {"scores": {"t": {"components": [{"evidence": each} for each in evidence]}}}
    answer = httpx.MockTransport(lambda _request: httpx.Response(200, json=told))
    assert collector(answer).measured("00" * 8) == 12


def test_a_token_that_may_not_see_it_is_told_with_its_fix() -> None:
    answer = httpx.MockTransport(lambda _request: httpx.Response(403))
    with pytest.raises(AskingError, match="--role operations"):
        collector(answer).state()


def test_a_collector_that_is_away_is_told() -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(AskingError, match="did not answer"):
        collector(httpx.MockTransport(away)).batches("00" * 8)


def test_the_token_is_shown() -> None:
    with client_of("http://collector.test", "bt_1") as client:
        assert client.headers["Authorization"] == "Bearer bt_1"

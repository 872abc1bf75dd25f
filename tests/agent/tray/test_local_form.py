"""A form in the browser, over the loopback."""

import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from barometer_agent.tray.local_form import Fields, LocalForm, Reply
from tests.eventually import eventually


class Asked:
    """Hears what is sent; the word "last" ends it."""

    def __init__(self) -> None:
        self.heard: list[Fields] = []

    def reply(self, fields: Fields) -> Reply:
        self.heard.append(fields)
        return Reply(f"page {len(self.heard)}", is_last=fields.get("do") == "last")


@contextmanager
def served(asked: Asked, patience: float = 30.0) -> Iterator[tuple[LocalForm, list[bool]]]:
    ended: list[bool] = []
    with LocalForm() as form:
        thread = threading.Thread(target=lambda: ended.append(form.serve(asked.reply, lambda: patience)))
        thread.start()
        try:
            yield form, ended
        finally:
            with httpx.Client(trust_env=False, timeout=10) as client:
                if not ended:
                    client.post(form.address, data={"do": "last"})
            thread.join()


def connected(form: LocalForm) -> socket.socket:
    """Somebody else on this laptop."""
    return socket.create_connection(("127.0.0.1", int(form.origin.rpartition(":")[2])), timeout=10)


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=10) as made:
        yield made


def test_each_page_follows_from_what_was_sent_and_the_last_ends_it(client: httpx.Client) -> None:
    asked = Asked()
    with served(asked) as (form, ended):
        reply = client.post(form.address, data={"comment": "trage wifi één", "do": "next"})
        assert (reply.status_code, reply.text) == (200, "page 1")
        assert client.post(form.address, data={"do": "last"}).text == "page 2"
    assert ended == [True]
    assert asked.heard == [{"comment": "trage wifi één", "do": "next"}, {"do": "last"}]


def test_what_it_shows_is_kept_nowhere_and_tells_nobody_whence(client: httpx.Client) -> None:
    with served(Asked()) as (form, _):
        headers = client.post(form.address, data={}).headers
    assert (headers["cache-control"], headers["referrer-policy"]) == ("no-store", "no-referrer")


def test_whoever_does_not_know_the_secret_is_told_nothing(client: httpx.Client) -> None:
    asked = Asked()
    with served(asked) as (form, _):
        for address in (f"{form.origin}/", f"{form.address}x", form.address[:-1]):
            assert client.post(address, data={"do": "last"}).status_code == 404
        assert client.get(form.address).status_code == 501
        host = {"Host": "elsewhere.example"}
        assert client.post(form.address, data={"do": "last"}, headers=host).status_code == 404
    assert asked.heard == [{"do": "last"}]  # which ended the test


def test_each_form_has_an_address_of_its_own() -> None:
    with LocalForm() as one, LocalForm() as other:
        assert one.address != other.address
        assert len(one.address.rpartition("/")[2]) >= 32
        assert one.address.startswith("http://127.0.0.1:")


def test_too_much_is_refused(client: httpx.Client) -> None:
    asked = Asked()
    with served(asked) as (form, _):
        with pytest.raises((httpx.HTTPError, AssertionError)):
            assert client.post(form.address, data={"comment": "x" * 100_000}).status_code == 200
        client.close()
    assert len(asked.heard) == 1


def test_nobody_who_says_little_or_nothing_holds_it_up(client: httpx.Client) -> None:
    asked = Asked()
    with served(asked) as (form, ended), ExitStack() as others:
        for said in (b"", b"POST / HTTP/1.1\r\nX: y\r\n"):
            others.enter_context(connected(form)).sendall(said)
        assert client.post(form.address, data={"do": "next"}).text == "page 1"
        assert client.post(form.address, data={"do": "last"}).text == "page 2"
        assert eventually(lambda: ended == [True])


def test_whoever_never_ends_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("barometer_agent.tray.local_form._PATIENCE_SECONDS", 0.2)
    with served(Asked()) as (form, _), connected(form) as other:
        other.sendall(b"POST / HTTP/1.1\r\n")
        assert other.recv(100) == b""


def test_after_its_time_nothing_is_taken_any_more(client: httpx.Client) -> None:
    asked = Asked()
    with LocalForm() as form:
        assert form.serve(asked.reply, lambda: 0.05) is False
        assert client.post(form.address, data={"do": "next"}).status_code == 404
    assert asked.heard == []


def test_when_nothing_comes_it_ends_and_noise_is_nothing(client: httpx.Client) -> None:
    asked = Asked()
    with LocalForm() as form:
        assert form.serve(asked.reply, lambda: 0.05) is False
    assert asked.heard == []


def test_who_answers_before_anybody_listens_is_heard_all_the_same(client: httpx.Client) -> None:
    asked, pages = Asked(), list[str]()
    with LocalForm() as form:
        early = threading.Thread(target=lambda: pages.append(client.post(form.address, data={"do": "last"}).text))
        early.start()
        eventually(lambda: any("process_request" in thread.name for thread in threading.enumerate()))
        assert form.serve(asked.reply, lambda: 30.0)
        early.join()
    assert (asked.heard, pages) == ([{"do": "last"}], ["page 1"])

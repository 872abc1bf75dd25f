"""Tickets to anonymous questions, and the messages that they become."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from barometer_agent.spool import database, prompts, tickets
from barometer_agent.spool.prompts import Outcome, Shown
from barometer_agent.spool.tickets import KEPT_MS, Message, State, Waiting
from barometer_shared import tokens
from barometer_shared.anonymous import BALLOT_BYTES, unseal
from barometer_shared.questions import FacesAnswer
from tests.agent.voting import CLOSES, SEND, held, wanted

ANNA, BERT = held("anna", seed=1), held("bert", seed=2)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(database.connect(tmp_path)) as opened:
        yield opened


def answer(connection: sqlite3.Connection) -> Waiting:
    tickets.put(connection, ANNA)
    tickets.use(connection, ANNA, tickets.ballot(ANNA, FacesAnswer(2), "network", "slow"))
    (waiting,) = tickets.ballots(connection)
    return waiting


def test_a_ticket_is_kept_as_it_was_told(connection: sqlite3.Connection) -> None:
    tickets.put(connection, wanted(due_ms=5))
    tickets.put(connection, BERT)
    assert tickets.tickets(connection) == [wanted(due_ms=5), BERT]
    tickets.put(connection, ANNA)
    assert tickets.tickets(connection) == [ANNA, BERT]


def test_an_answer_waits_with_the_token_and_the_moment_of_its_ticket(connection: sqlite3.Connection) -> None:
    waiting = answer(connection)
    assert (waiting.campaign, waiting.closes_ms, waiting.send_ms) == ("pulse", CLOSES, SEND)
    assert len(waiting.body) == BALLOT_BYTES
    ballot = unseal(waiting.body)
    assert (ballot.token, ballot.response) == (tokens.to_text(ANNA.token), FacesAnswer(2))
    assert (ballot.topic, ballot.comment) == ("network", "slow")


def test_nothing_of_a_used_ticket_is_found_in_its_ballot(connection: sqlite3.Connection) -> None:
    waiting = answer(connection)
    (used,) = tickets.tickets(connection)
    assert used == ANNA._replace(state=State.USED, token=b"", due_ms=0)
    columns = connection.execute("SELECT * FROM ballot").fetchone()
    assert "anna" not in map(str, columns)
    assert used.due_ms != waiting.send_ms


def test_at_the_close_everybody_has_a_message_and_nobody_a_ticket(connection: sqlite3.Connection) -> None:
    answer(connection)
    for ticket in (BERT, wanted("carl"), wanted("dora")._replace(state=State.REFUSED)):
        tickets.put(connection, ticket)
    tickets.close(connection, CLOSES - 1)
    assert len(tickets.tickets(connection)) == 4
    tickets.close(connection, CLOSES)
    assert tickets.tickets(connection) == []
    responses = {unseal(each.body).token: unseal(each.body).response for each in tickets.ballots(connection)}
    assert responses == {tokens.to_text(ANNA.token): FacesAnswer(2), tokens.to_text(BERT.token): None}
    assert {(each.closes_ms, each.send_ms) for each in tickets.ballots(connection)} == {(CLOSES, SEND)}


def test_at_the_close_no_history_says_what_became_of_the_question(connection: sqlite3.Connection) -> None:
    tickets.put(connection, ANNA)
    prompts.record(connection, "anna", Shown("pulse", 1, Outcome.NOT_NOW))
    prompts.record(connection, "anna", Shown("other", 2, Outcome.NOT_NOW))
    tickets.close(connection, CLOSES)
    assert prompts.history(connection, "anna") == [
        Shown("pulse", 1, Outcome.UNANSWERED),
        Shown("other", 2, Outcome.NOT_NOW),
    ]


def test_what_the_disk_has_changed_is_no_ticket_and_no_message_and_goes_at_the_close(
    connection: sqlite3.Connection,
) -> None:
    answer(connection)
    tickets.put(connection, BERT)
    connection.execute("UPDATE ballot SET send_ms = 1")
    connection.execute("UPDATE ticket SET token = x'00' WHERE account = 'bert'")
    assert [each.account for each in tickets.tickets(connection)] == ["anna"]
    assert tickets.ballots(connection) == []
    tickets.close(connection, CLOSES)
    counts = connection.execute("SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM ballot)").fetchone()
    assert counts == (0, 0)


def test_a_message_may_be_given_another_moment(connection: sqlite3.Connection) -> None:
    waiting = answer(connection)
    tickets.redraw(connection, waiting, 7)
    assert tickets.ballots(connection) == [waiting._replace(send_ms=7)]


def test_that_a_message_left_is_told_once_for_a_campaign_and_for_a_month(connection: sqlite3.Connection) -> None:
    waiting = answer(connection)
    tickets.settle(connection, waiting, 1000, sent=True)
    assert tickets.ballots(connection) == []
    tickets.settle(connection, waiting, 2000, sent=True)
    assert tickets.messages(connection) == [Message("pulse", 2000)]
    tickets.settle(connection, waiting._replace(campaign="next"), 2000 + KEPT_MS, sent=True)
    assert tickets.messages(connection) == [Message("next", 2000 + KEPT_MS)]


@pytest.mark.parametrize("first", [True, False])
def test_of_two_messages_the_one_that_could_not_be_sent_is_told(connection: sqlite3.Connection, first: bool) -> None:
    waiting = answer(connection)
    tickets.settle(connection, waiting, 1000, sent=first)
    tickets.settle(connection, waiting, 2000, sent=not first)
    assert tickets.messages(connection) == [Message("pulse", 2000, sent=False)]


def row(ticket: tickets.Ticket, connection: sqlite3.Connection) -> tuple[object, ...]:
    tickets.put(connection, ticket)
    found: tuple[object, ...] = connection.execute("SELECT * FROM ticket").fetchone()
    connection.execute("DELETE FROM ticket")
    return found


@pytest.mark.parametrize("turned", [False, True])
def test_of_the_states_of_a_ticket_that_are_found_the_last_holds(connection: sqlite3.Connection, turned: bool) -> None:
    used = ANNA._replace(state=State.USED, token=b"", due_ms=0)
    found = [row(ANNA, connection), row(used, connection), row(wanted(), connection)]
    tickets.restore(connection, found[::-1] if turned else found)
    assert tickets.tickets(connection) == [used]


def test_a_ticket_that_is_found_beside_its_ballot_was_used(connection: sqlite3.Connection) -> None:
    found = [row(ANNA, connection), row(BERT, connection)]
    answer(connection)
    connection.execute("DELETE FROM ticket")
    tickets.restore(connection, found)
    assert {each.account: each.state for each in tickets.tickets(connection)} == {
        "anna": State.USED,
        "bert": State.HELD,
    }

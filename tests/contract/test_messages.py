"""Messages of every release decode for ever: agents and collectors of different versions meet for years.

``messages/RELEASE/MESSAGE.json`` is one message as that release sent it. Never change one; add a folder per release.
"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from barometer_shared import anonymous, protocol, questions, report, samples

MESSAGES = sorted((Path(__file__).parent / "messages").glob("*/*.json"))
BATCH = Path(__file__).parent / "messages" / "0.1.0" / "Batch.json"
CONFIG = BATCH.with_name("DeviceConfig.json")


def type_of(message: Path) -> type[Any]:
    modules = (protocol, samples, anonymous, report)
    return next(found for found in (getattr(module, message.stem, None) for module in modules) if found)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_released_message_decodes_and_keeps_what_it_said(message: Path) -> None:
    sent = json.loads(message.read_bytes())
    decoded = msgspec.json.decode(message.read_bytes(), type=type_of(message))
    assert covers(msgspec.to_builtins(decoded), without_defaults(sent))


@pytest.mark.parametrize("message", MESSAGES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_fields_that_are_not_known_are_ignored(message: Path) -> None:
    newer = with_news(json.loads(message.read_bytes()))
    expected = msgspec.json.decode(message.read_bytes(), type=type_of(message))
    assert msgspec.convert(newer, type_of(message)) == expected


def test_the_released_messages_hold_every_type_of_question_and_answer() -> None:
    config = msgspec.json.decode(CONFIG.read_bytes(), type=protocol.DeviceConfig)
    batch = msgspec.json.decode(BATCH.read_bytes(), type=samples.Batch)
    assert {type(asked.question) for asked in config.questions} == set(questions.Question.__args__)
    assert {type(answer.response) for answer in batch.answers} == set(questions.Response.__args__)


def covers(said: Any, sent: Any) -> bool:
    """Whether everything in ``sent`` came through in ``said``."""
    if isinstance(sent, dict):
        return all(key in said and covers(said[key], value) for key, value in sent.items())
    if isinstance(sent, list):
        return len(said) == len(sent) and all(covers(*pair) for pair in zip(said, sent, strict=True))
    return bool(said == sent)


def without_defaults(sent: Any) -> Any:
    """``sent`` without what an encoder leaves out because it says nothing."""
    if isinstance(sent, dict):
        silent = {"type": "about:blank", "sharing": "confidential"}
        return {key: without_defaults(value) for key, value in sent.items() if silent.get(key) != value}
    return [without_defaults(item) for item in sent] if isinstance(sent, list) else sent


def with_news(sent: Any, free_keys: bool = False) -> Any:
    """``sent`` with a field of tomorrow in every object that has fixed fields."""
    if isinstance(sent, dict):
        free = {"labels", "dropped", "text", "asker", "why", "reason", "group", "name", "finding", "tip", "missing"}
        free |= {"title", "about"}
        grown = {key: with_news(value, key in free) for key, value in sent.items()}
        return grown if free_keys else {**grown, "of_tomorrow": {"deep": [1, None]}}
    return [with_news(item) for item in sent] if isinstance(sent, list) else sent

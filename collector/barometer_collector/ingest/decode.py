"""From the bytes of a body to a batch. The fast path is one typed msgspec decode; everything else is for bodies in
which something is wrong, of which as much as possible is kept.
"""

import json
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Raw

from barometer_collector.ingest.envelope import Fault, RawBatch, Reading, UnreadableError, split_message
from barometer_shared.questions import Answer
from barometer_shared.samples import Batch, Gap, Sample

# The library's JSON reader takes NaN and Infinity, and about twenty times the memory of the text.
MAX_LENIENT_BYTES = 512 * 1024

_TYPES: dict[str, Any] = {"samples": Sample, "answers": Answer, "gaps": Gap}
_batches = msgspec.json.Decoder(Batch)
_raw_batches = msgspec.json.Decoder(RawBatch)
_items: dict[str, Any] = {name: msgspec.json.Decoder(kind) for name, kind in _TYPES.items()}


def decode(body: bytes) -> Reading:
    """The batch in ``body`` (JSON, decompressed). A wrong item becomes a fault and leaves the others alone.

    Raises UnreadableError: status 400 where it is no JSON, 422 where the envelope has a wrong type or value.
    """
    try:
        batch = _batches.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _item_by_item(body)
    gaps = batch.gaps or []
    return Reading(batch, range(len(batch.samples)), range(len(batch.answers)), range(len(gaps)), body)


def raw_item(reading: Reading, item: str) -> str:
    """The JSON text of an item ("samples.3") as it arrived."""
    if not reading.raws:
        envelope = _raw_batches.decode(reading.body)
        reading.raws = {
            f"{name}.{n}": _text(raw) for name in _TYPES for n, raw in enumerate(getattr(envelope, name) or ())
        }
    return reading.raws[item]


def decode_item(item: str, raw: str) -> Any:
    """One item ("samples.3") from its raw text, or the fault that stands in the way."""
    try:
        return _items[item.partition(".")[0]].decode(raw)
    except msgspec.ValidationError as error:
        return _fault(item, error, raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return Fault(item, item, f"readable JSON ({error})"[:300], raw)


def _item_by_item(body: bytes) -> Reading:
    try:
        envelope = _raw_batches.decode(body)
    except msgspec.ValidationError as error:
        raise UnreadableError(422, *_named(error)) from None
    except RecursionError:
        raise UnreadableError(400, "body", "JSON that is not nested this deep") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _leniently(body)
    raws = {f"{name}.{n}": _text(raw) for name in _TYPES for n, raw in enumerate(getattr(envelope, name) or ())}
    return _assemble(envelope, {item: decode_item(item, raw) for item, raw in raws.items()}, raws, body)


def _leniently(body: bytes) -> Reading:
    """For bodies with NaN or Infinity, which JSON does not have but some writers write."""
    loaded = _load(body)
    items: dict[str, Any] = {}
    raws: dict[str, str] = {}
    for name in _TYPES:
        listed = loaded.get(name) or []
        if not isinstance(listed, list):
            raise UnreadableError(422, name, f"Expected `array`, got `{type(listed).__name__}`")
        for number, value in enumerate(listed):
            item = f"{name}.{number}"
            raws[item] = json.dumps(value)
            items[item] = _converted(item, value, raws[item])
    without = {name: value for name, value in loaded.items() if name not in _TYPES}
    if loaded.get("gaps") is not None:
        without["gaps"] = []
    try:
        envelope = msgspec.convert(without, RawBatch)
    except msgspec.ValidationError as error:
        raise UnreadableError(422, *_named(error)) from None
    return _assemble(envelope, items, raws, body)


def _load(body: bytes) -> dict[str, Any]:
    if len(body) > MAX_LENIENT_BYTES:
        raise UnreadableError(400, "body", "readable JSON")
    try:
        loaded = json.loads(body.decode())
    except RecursionError:
        raise UnreadableError(400, "body", "JSON that is not nested this deep") from None
    except ValueError as error:  # no JSON, no UTF-8, or a number of thousands of digits
        raise UnreadableError(400, "body", f"readable JSON ({error})"[:200]) from None
    if not isinstance(loaded, dict):
        raise UnreadableError(422, "body", f"Expected `object`, got `{type(loaded).__name__}`")
    return loaded


def _converted(item: str, value: object, raw: str) -> Any:
    try:
        return msgspec.convert(value, _TYPES[item.partition(".")[0]])
    except msgspec.ValidationError as error:
        return _fault(item, error, raw)


def _assemble(envelope: RawBatch, items: dict[str, Any], raws: dict[str, str], body: bytes) -> Reading:
    good = {item: value for item, value in items.items() if not isinstance(value, Fault)}
    numbers = {name: [int(item.partition(".")[2]) for item in good if item.startswith(name)] for name in _TYPES}
    lists = {name: [good[f"{name}.{number}"] for number in numbers[name]] for name in _TYPES}
    gaps = None if envelope.gaps is None else lists["gaps"]
    batch = envelope.typed(lists["samples"], lists["answers"], gaps)
    faults = [value for value in items.values() if isinstance(value, Fault)]
    return Reading(batch, numbers["samples"], numbers["answers"], numbers["gaps"], body, faults, raws)


def _fault(item: str, error: msgspec.ValidationError, raw: str) -> Fault:
    field, rule = split_message(error)
    return Fault(item, ".".join(filter(None, (item, field)))[:120], rule[:300], raw)


def _named(error: msgspec.ValidationError) -> Sequence[str]:
    field, rule = split_message(error)
    return field or "body", rule


def _text(raw: Raw) -> str:
    return bytes(raw).decode(errors="backslashreplace")

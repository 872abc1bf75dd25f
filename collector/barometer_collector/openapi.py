"""What OpenAPI says of bodies that are read and written raw: the schemas of the wire, made from its own types."""

from typing import Any

import msgspec

from barometer_shared.protocol import Problem


def json_body(kind: type, example: object) -> dict[str, Any]:
    """``openapi_extra`` of a route whose body is ``kind`` as JSON."""
    return {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": inline_schema(kind), "example": example}},
        }
    }


def problems(**by_status: str) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route: ``problems(s401="the key is unknown")``; each is told as a problem."""
    schema = inline_schema(Problem)
    return {
        int(status.removeprefix("s")): {
            "description": text,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status, text in by_status.items()
    }


def json_answer(kind: type, description: str, example: object, **more: object) -> dict[str, Any]:
    """One entry of ``responses``: ``kind`` as JSON."""
    content = {"application/json": {"schema": inline_schema(kind), "example": example}}
    return {"description": description, "content": content, **more}


def inline_schema(kind: type) -> dict[str, Any]:
    """The JSON schema of a type of the wire, with its parts written out in their place."""
    (schema,), parts = msgspec.json.schema_components([kind], ref_template="{name}")
    inlined: dict[str, Any] = _inline(schema, parts)
    return inlined


def _inline(schema: Any, parts: dict[str, Any]) -> Any:
    if isinstance(schema, list):
        return [_inline(each, parts) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _inline(parts[schema["$ref"]], parts)
    return {name: _inline(value, parts) for name, value in schema.items() if name != "discriminator"}

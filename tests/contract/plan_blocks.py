"""What a statement reads and how that hangs together by device: one block for each SELECT in it, and their joins."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlglot import exp

Columns = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Catalogue:
    """The columns of every table, the distribution column of those that are distributed, and which are only on the
    coordinator. Any other table is a reference table."""

    columns: Columns
    device: Mapping[str, str]
    local: frozenset[str] = frozenset()


@dataclass
class Source:
    """What stands in FROM under ``alias``: a table, or in brackets a block or those of a UNION. ``device`` names its
    columns that hold the number of the device; ``is_optional`` says that it is on the empty side of an outer join."""

    alias: str
    table: str = ""
    blocks: tuple["Block", ...] = ()
    columns: frozenset[str] = frozenset()
    device: frozenset[str] = frozenset()
    is_optional: bool = False

    @property
    def is_distributed(self) -> bool:
        return bool(self.device) or any(block.is_distributed for block in self.blocks)


@dataclass
class Block:
    """One SELECT, or the target of a change with what it is joined with; ``outer`` is the block around it."""

    node: exp.Expression
    catalogue: Catalogue
    outer: "Block | None" = None
    sources: dict[str, Source] = field(default_factory=dict)
    links: list[tuple[str, str]] = field(default_factory=list)

    @property
    def is_distributed(self) -> bool:
        return any(source.is_distributed for source in self.sources.values())

    @property
    def spread(self) -> list[Source]:
        return [source for source in self.sources.values() if source.is_distributed]

    @cached_property
    def within(self) -> "list[Block]":
        """The blocks in FROM and those in other places, each directly within this one."""
        named = [block for source in self.sources.values() for block in source.blocks]
        return [*named, *(block_of(each, self.catalogue, self) for each in nested(self.node) if not _is_source(each))]

    def everything(self) -> "Iterator[Block]":
        yield self
        for block in self.within:
            yield from block.everything()

    def source_of(self, column: exp.Column) -> "tuple[Block, Source] | None":
        """Whose column it is, here or further out."""
        for source in self.sources.values():
            if column.table == source.alias or (not column.table and column.name in source.columns):
                return self, source
        return self.outer.source_of(column) if self.outer else None

    def device_of(self, node: exp.Expression | None) -> str:
        """The name of the source, unique in the statement, whose device ``node`` is; "" for anything else."""
        if not isinstance(node, exp.Column) or (found := self.source_of(node)) is None:
            return ""
        block, source = found
        return f"{id(block)}.{source.alias}" if node.name in source.device else ""

    def name_of(self, source: Source) -> str:
        return f"{id(self)}.{source.alias}"


def block_of(node: exp.Expression, catalogue: Catalogue, outer: Block | None = None) -> Block:
    """The block of a SELECT, UPDATE or DELETE."""
    block = Block(node, catalogue, outer)
    if isinstance(node, exp.Update | exp.Delete):
        _add(block, node.this, is_optional=False)
        for each in node.args.get("using") or ():
            _add(block, each, is_optional=False)
    start = node.args.get("from_")
    if start is not None:
        _add(block, start.this, is_optional=False)
    for join in node.args.get("joins") or ():
        if join.side in ("RIGHT", "FULL"):
            for source in block.sources.values():
                source.is_optional = True
        _add(block, join.this, is_optional=join.side in ("LEFT", "FULL"))
    block.links = list(_links(block))
    return block


def own(node: exp.Expression) -> Iterator[exp.Expression]:
    """All of ``node`` but what stands in a SELECT within it."""
    for each in node.walk(prune=lambda inner: inner is not node and isinstance(inner, exp.Query)):
        if each is node or not isinstance(each, exp.Query):
            yield each


def nested(node: exp.Expression) -> list[exp.Select]:
    """The SELECTs directly within ``node``."""
    walked = node.walk(prune=lambda inner: inner is not node and isinstance(inner, exp.Select))
    return [each for each in walked if each is not node and isinstance(each, exp.Select)]


def _is_source(select: exp.Select) -> bool:
    holder: Any = select.parent
    while isinstance(holder, exp.SetOperation):
        holder = holder.parent
    return isinstance(holder, exp.Subquery) and isinstance(holder.parent, exp.From | exp.Join)


def _add(block: Block, node: exp.Expression, *, is_optional: bool) -> None:
    if isinstance(node, exp.Table):
        columns = block.catalogue.columns.get(node.name, frozenset())
        device = block.catalogue.device.get(node.name)
        found = Source(node.alias_or_name, node.name, (), columns, frozenset({device} if device else ()), is_optional)
    elif isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
        inner = tuple(block_of(each, block.catalogue, block) for each in _parts(node.this))
        names = [each.alias_or_name for each in inner[0].node.expressions]
        told = set.intersection(*(_told(each) for each in inner))
        device_columns = frozenset(names[place] for place in told)
        found = Source(node.alias_or_name, "", inner, frozenset(names), device_columns, is_optional)
    else:
        found = Source(node.alias_or_name, is_optional=is_optional)
    block.sources[found.alias] = found


def _parts(query: exp.Query) -> list[exp.Select]:
    """The SELECTs of a UNION; of a SELECT itself."""
    if isinstance(query, exp.SetOperation):
        return [*_parts(query.this), *_parts(query.expression)]
    return [query] if isinstance(query, exp.Select) else _parts(query.this)


def _told(block: Block) -> set[int]:
    """At which places the block gives the device."""
    return {place for place, each in enumerate(block.node.expressions) if block.device_of(each.unalias())}


def _links(block: Block) -> Iterator[tuple[str, str]]:
    """What is equal to what, where that is a device on one side at least; constants as ``= TEXT``."""
    for condition in _conditions(block.node):
        if isinstance(condition, exp.EQ):
            sides = [_bare(condition.this), _bare(condition.expression)]
            names = [block.device_of(side) or _constant(side) for side in sides]
            if all(names) and any(not name.startswith("=") for name in names):
                yield names[0], names[1]
        elif isinstance(condition, exp.In) and (subquery := condition.args.get("query")) is not None:
            inner = block_of(subquery.this, block.catalogue, block)
            outside, inside = (
                block.device_of(_bare(condition.this)),
                inner.device_of(subquery.this.expressions[0].unalias()),
            )
            if outside and inside:
                yield outside, f"in {id(subquery.this)}"


def _conditions(node: exp.Expression) -> Iterator[exp.Expression]:
    """Everything that must hold, of WHERE and of every ON."""
    where = node.args.get("where")
    roots = [where.this] if where is not None else []
    roots += [join.args["on"] for join in node.args.get("joins") or () if join.args.get("on") is not None]
    for root in roots:
        yield from root.flatten() if isinstance(root, exp.And) else [root]


def _bare(node: Any) -> Any:
    while isinstance(node, exp.Cast | exp.Paren):
        node = node.this
    return node


def _constant(node: exp.Expression) -> str:
    return f"= {node.sql()}" if isinstance(node, exp.Placeholder | exp.Literal | exp.Parameter) else ""

"""Compares two OpenAPI documents, operation by operation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from conformance.contract.registry import Registry
from conformance.diff import bodies, paths, responses, security
from conformance.diff import requirements as ids
from conformance.diff.document import Book, Node
from conformance.diff.model import EXTRA, MISSING, Difference
from conformance.diff.plain import clean
from conformance.diff.schemas import Comparison
from conformance.diff.variance import Sender, presence

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
CREDENTIALS = "AUTH-NONE-01"
"""The requirement that operations refuse whoever has no credential."""

NOT_PARAMETERS = frozenset({"accept", "content-type", "authorization"})
"""Headers that OpenAPI describes elsewhere: as parameters they are to be ignored."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its path as its document writes it, its parameters with those of the path, who is let in."""

    method: str
    path: str
    node: Node
    parameters: Mapping[tuple[str, str], Node]
    security: security.Alternatives

    @property
    def name(self) -> str:
        """``POST /chat/create``."""
        return clean(f"{self.method.upper()} {self.path}")


def operations(book: Book) -> dict[tuple[str, str], Operation]:
    """Every operation of a document by method and path."""
    root = book.root
    schemes = _schemes(root)
    found = {}
    for path, item in root.mapping("paths").items():
        item = item.followed()
        for method in METHODS:
            node = item.get(method) if not path.startswith("x-") else None
            if node is not None:
                demands = node.items("security") if node.get("security") is not None else root.items("security")
                ways = security.of_openapi(demands, schemes)
                found[method, path] = Operation(method, path, node, _parameters(path, item, node), ways)
    return found


def _schemes(root: Node) -> dict[str, Node]:
    components = root.get("components")
    return {} if components is None else components.mapping("securitySchemes")


def _parameters(path: str, item: Node, operation: Node) -> dict[tuple[str, str], Node]:
    """The parameters by place and name; those of the path by their position, as their names do not matter."""
    positions = {name: str(number) for number, name in enumerate(paths.names(path))}
    found = {}
    for node in (one.followed() for one in (*item.items("parameters"), *operation.items("parameters"))):
        place, name = node.text("in") or "", node.text("name") or ""
        if place == "header" and name.lower() in NOT_PARAMETERS:
            continue
        key = name.lower() if place == "header" else positions.get(name, name) if place == "path" else name
        found[place, key] = node
    return found


def compared(contract: Book, vendor: Book, registry: Registry, without: Collection[str] = ()) -> list[Difference]:
    """Every difference; operations of the capabilities in ``without`` are not missed where the vendor lacks them."""
    ours, theirs = operations(contract), operations(vendor)
    places, _ = _placed(ours, theirs, vendor)
    pairs = Pairs(registry)
    found: list[Difference] = []
    for (method, path), operation in ours.items():
        other = theirs.get((method, places.get(path, "")))
        if other is not None:
            found += pairs.compared(operation, other)
        else:
            found += _missing(operation, theirs.values(), registry, without)
    known = {(method, places[path]) for method, path in ours if path in places}
    return found + [_extra(operation) for key, operation in theirs.items() if key not in known]


def base(contract: Book, vendor: Book) -> str:
    """What stands before the contract's paths in the vendor's document; empty where nothing does."""
    return _placed(operations(contract), operations(vendor), vendor)[1]


Operations = Mapping[tuple[str, str], Operation]


def _placed(ours: Operations, theirs: Operations, vendor: Book) -> tuple[dict[str, str], str]:
    bases = paths.bases(vendor.root.items("servers"))
    return paths.placed([path for _, path in ours], [path for _, path in theirs], bases)


def _missing(
    operation: Operation, theirs: Iterable[Operation], registry: Registry, without: Collection[str]
) -> list[Difference]:
    names = ids.named(operation.node)
    capability = ids.capability(names, registry)
    if capability is not None and capability in without:
        return []
    why = "a client that calls it is answered with 404"
    if capability is not None:
        why = f"{why}; only a server that declares `{capability}` needs it"
    near = [other.name for other in theirs if _alike(operation, other)][:2]
    instead = f"not in the document, but {' and '.join(near)}" if near else "not in the document"
    return [Difference(MISSING, "the operation", instead, why, operation.name, requirements=names)]


def _alike(operation: Operation, other: Operation) -> bool:
    """Whether another operation has the same path, whatever its method, or that path with a slash at its end."""
    return paths.template(other.path).rstrip("/").endswith(paths.template(operation.path))


def _extra(operation: Operation) -> Difference:
    return Difference(
        EXTRA, "not in the contract", "the operation", "no client of the contract calls it", operation.name
    )


@dataclass(frozen=True, slots=True)
class Pairs:
    """Compares operations; schemas that were compared for one are known for the next."""

    registry: Registry
    asked: Comparison = field(default_factory=lambda: Comparison(Sender.CLIENT))
    answered: Comparison = field(default_factory=lambda: Comparison(Sender.SERVER))

    def compared(self, ours: Operation, theirs: Operation) -> list[Difference]:
        """The differences of one operation, each at its place and with the requirements that it touches."""
        found = [
            *self._parameters(ours, theirs),
            *_part("request body", self._body(ours.node, theirs.node)),
            *responses.compared(ours.node, theirs.node, self.answered),
            *_part("credentials", self._credentials(ours, theirs)),
        ]
        names = ids.named(ours.node)
        return [self._touching(replace(one, where=ours.name), names) for one in found]

    def _touching(self, one: Difference, names: tuple[str, ...]) -> Difference:
        touched = ids.touched(names, one.part, one.path, self.registry)
        return replace(one, requirements=tuple(dict.fromkeys((*one.requirements, *touched))))

    def _credentials(self, ours: Operation, theirs: Operation) -> list[Difference]:
        found = security.compared(ours.security, theirs.security, f"{ours.node.pointer}/security")
        public = frozenset() in ours.security or not ours.security
        return found if public else [replace(one, requirements=(CREDENTIALS,)) for one in found]

    def _parameters(self, ours: Operation, theirs: Operation) -> list[Difference]:
        found: list[Difference] = []
        for key in dict.fromkeys((*ours.parameters, *theirs.parameters)):
            mine, its = ours.parameters.get(key), theirs.parameters.get(key)
            named = mine or its
            in_template_only = key[0] == "path" and its is None
            if named is not None and not in_template_only:
                part = f"{clean(key[0])} parameter {clean(named.text('name') or '', 60)}"
                found += _part(part, self._parameter(mine, its))
        return found

    def _parameter(self, ours: Node | None, theirs: Node | None) -> list[Difference]:
        before, after = bodies.presence_of(ours), bodies.presence_of(theirs)
        kind, why = presence(before, after, Sender.CLIENT)
        at = ours.pointer if ours else ""
        found = [] if kind is None else [Difference(kind, before.said, after.value, why, at=at)]
        if ours is not None and theirs is not None:
            found += self.asked.schemas(bodies.described(ours), bodies.described(theirs))
        return found

    def _body(self, ours: Node, theirs: Node) -> list[Difference]:
        mine, its = ours.get("requestBody"), theirs.get("requestBody")
        before, after = (bodies.presence_of(node and node.followed()) for node in (mine, its))
        kind, why = presence(before, after, Sender.CLIENT)
        at = f"{ours.pointer}/requestBody"
        found = [] if kind is None else [Difference(kind, before.said, after.value, why, at=at)]
        if mine is not None and its is not None:
            found += bodies.taken(mine.followed(), its.followed(), self.asked)
        return found


def _part(part: str, found: Iterable[Difference]) -> list[Difference]:
    return [replace(one, part=part) for one in found]

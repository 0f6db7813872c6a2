"""A vendor's documents against the contract's: the whole comparison as one value."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from conformance.contract import schemas
from conformance.contract.registry import CONTRACT_VERSION, Registry
from conformance.diff import asyncapi, openapi
from conformance.diff.document import Book
from conformance.diff.model import COUNTED, Difference
from conformance.diff.plain import clean
from conformance.usage import UsageError

OPENAPI, ASYNCAPI = "openapi", "asyncapi"
READ = {OPENAPI: ("3.0", "3.1"), ASYNCAPI: ("3.0",)}
"""The versions of each kind of document that are read."""

INSTEAD = {
    "swagger": "Swagger 2 is not read; convert it to OpenAPI 3, for instance with swagger2openapi",
    OPENAPI: "OpenAPI 3.0 and 3.1 are read; convert it to one of these",
    ASYNCAPI: "AsyncAPI 3.0 is read; convert it, for instance with `asyncapi convert FILE -t 3.0.0`",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a comparison came to.

    ``documents`` maps the kind of each document to its name; ``notes`` say how it was read, where that is not plain.
    """

    documents: dict[str, str]
    differences: tuple[Difference, ...]
    notes: tuple[str, ...] = ()
    contract: str = CONTRACT_VERSION

    @property
    def conforms(self) -> bool:
        """Whether nothing that counts differs."""
        return not any(one.kind in COUNTED for one in self.differences)


def kind_of(book: Book) -> str:
    """Whether a document is ``openapi`` or ``asyncapi``, by what it says of itself; others are refused."""
    root = book.root
    if not isinstance(root.value, dict):
        raise root.wrong('must be a mapping with "openapi" or "asyncapi" in it')
    for kind in (OPENAPI, ASYNCAPI, "swagger"):
        stated = root.get(kind)
        if stated is not None:
            # An unquoted 3.0 is a number in YAML; what is meant is plain.
            version = str(stated.value)
            if not version.startswith(READ.get(kind, ())):
                raise stated.wrong(f"is {clean(version, 20)}; {INSTEAD[kind]}")
            return kind
    raise root.wrong('has neither "openapi" nor "asyncapi": give an OpenAPI 3 or an AsyncAPI 3 document')


@cache
def contract(kind: str) -> Book:
    """The contract's document of a kind."""
    name = f"contract/{kind}.yaml"
    return Book(name, {name: schemas.openapi() if kind == OPENAPI else schemas.asyncapi()})


def compare(vendor: Sequence[Book], registry: Registry, without: Collection[str] = ()) -> Outcome:
    """The differences between the contract and the vendor's documents, at most one of each kind.

    What only the capabilities in ``without`` need is not missed.  Raises :class:`UsageError`, one line, for what is no
    document of either kind.
    """
    found: list[Difference] = []
    notes: list[str] = []
    documents: dict[str, str] = {}
    for book in vendor:
        kind = kind_of(book)
        if kind in documents:
            raise UsageError(
                f"{documents[kind]} and {book.shown(book.main)} are both {kind} documents; give one of each kind"
            )
        documents[kind] = clean(book.shown(book.main))
        room = openapi if kind == OPENAPI else asyncapi
        ours = contract(kind)
        found += room.compared(ours, book, registry, without)
        notes += _notes(room.base(ours, book), documents[kind])
        if kind == ASYNCAPI and asyncapi.turned_round(ours, book):
            notes.append(f"{documents[kind]}: this seems to describe a client; `receive` is what the server receives")
    return Outcome(documents, tuple(found), tuple(notes))


def _notes(base: str, name: str) -> list[str]:
    return [f"{name}: the contract's paths are read behind {clean(base)}"] if base else []

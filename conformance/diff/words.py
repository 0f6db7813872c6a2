"""Why a difference matters: one clause, by what it is about and who sends."""

from __future__ import annotations

from conformance.diff.variance import Relation, Sender

_CLAUSES = {
    (Relation.TIGHTER, Sender.CLIENT): "a client that sends {} is refused",
    (Relation.PERHAPS_TIGHTER, Sender.CLIENT): "whether a client that sends {} is refused cannot be told from the two",
    (Relation.WIDER, Sender.CLIENT): "the document takes {}, which the contract has refused",
    (Relation.WIDER, Sender.SERVER): "a client may get {}",
    (Relation.SILENT, Sender.CLIENT): "whether {} is refused, as the contract has it, is not said",
    (Relation.SILENT, Sender.SERVER): "whether a client may get {} is not said",
    (Relation.OVERLAP, Sender.CLIENT): "a client that sends {} is refused",
    (Relation.OVERLAP, Sender.SERVER): "a client may get {}",
    (Relation.APART, Sender.CLIENT): "whatever a client sends here is refused",
    (Relation.APART, Sender.SERVER): "a client cannot read what it gets here",
    (Relation.UNKNOWN, Sender.CLIENT): "the two differ, and whether {} is refused cannot be told from them",
    (Relation.UNKNOWN, Sender.SERVER): "the two differ, and whether a client may get {} cannot be told from them",
}


def why(relation: Relation, sender: Sender, thing: str) -> str:
    """The clause; ``thing`` is what one side admits and the other does not."""
    clause = _CLAUSES.get((relation, sender))
    return "" if clause is None else clause.format(thing)

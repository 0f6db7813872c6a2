"""Who sends decides what a difference means: the tables that everything else looks up.

A *relation* says how what the vendor's document admits stands to what the contract admits, whoever sends it.  A
*presence* says what a document makes of a member, a parameter or a header.
"""

from __future__ import annotations

from enum import Enum

from conformance.diff.model import CANNOT_TELL, EXTRA, INCOMPATIBLE, MISSING, NARROWER


class Sender(Enum):
    """Who sends what is compared."""

    CLIENT = "client"
    SERVER = "server"

    @property
    def other(self) -> Sender:
        """Who receives it."""
        return Sender.SERVER if self is Sender.CLIENT else Sender.CLIENT


class Relation(Enum):
    """What the vendor's document admits, seen from the contract."""

    TIGHTER = "less than the contract"
    PERHAPS_TIGHTER = "perhaps less than the contract"
    WIDER = "more than the contract, and it says so"
    SILENT = "it says nothing where the contract sets a bound"
    OVERLAP = "each admits what the other does not"
    APART = "nothing that the contract admits"
    UNKNOWN = "the two cannot be compared"


VERDICTS: dict[tuple[Relation, Sender], str | None] = {
    (Relation.TIGHTER, Sender.CLIENT): NARROWER,
    (Relation.TIGHTER, Sender.SERVER): None,
    (Relation.PERHAPS_TIGHTER, Sender.CLIENT): CANNOT_TELL,
    (Relation.PERHAPS_TIGHTER, Sender.SERVER): None,
    (Relation.WIDER, Sender.CLIENT): EXTRA,
    (Relation.WIDER, Sender.SERVER): INCOMPATIBLE,
    (Relation.SILENT, Sender.CLIENT): CANNOT_TELL,
    (Relation.SILENT, Sender.SERVER): CANNOT_TELL,
    (Relation.OVERLAP, Sender.CLIENT): NARROWER,
    (Relation.OVERLAP, Sender.SERVER): INCOMPATIBLE,
    (Relation.APART, Sender.CLIENT): INCOMPATIBLE,
    (Relation.APART, Sender.SERVER): INCOMPATIBLE,
    (Relation.UNKNOWN, Sender.CLIENT): CANNOT_TELL,
    (Relation.UNKNOWN, Sender.SERVER): CANNOT_TELL,
}
"""What a relation is, by who sends; ``None`` is no difference."""


class Presence(Enum):
    """What a document makes of a member: unnamed is not mentioned and not excluded, barred is excluded."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    UNNAMED = "not in the document"
    BARRED = "excluded"

    @property
    def said(self) -> str:
        """The same of the contract."""
        return "not in the contract" if self is Presence.UNNAMED else self.value


def presence(contract: Presence, vendor: Presence, sender: Sender) -> tuple[str | None, str]:
    """What a member's two presences amount to, and why that matters; ``(None, "")`` is no difference.

    Where both have the member, its two forms are compared besides.  A member that the contract excludes and the
    document does not mention is no difference: nobody says that it exists.
    """
    return PRESENCES.get((contract, vendor, sender), (None, ""))


_REQUIRED, _OPTIONAL, _UNNAMED, _BARRED = Presence
_CLIENT, _SERVER = Sender

PRESENCES: dict[tuple[Presence, Presence, Sender], tuple[str, str]] = {
    (_REQUIRED, _OPTIONAL, _CLIENT): (EXTRA, "the contract has it refused where it is left out; the document does not"),
    (_REQUIRED, _OPTIONAL, _SERVER): (INCOMPATIBLE, "a client that relies on it may not find it"),
    (_REQUIRED, _UNNAMED, _CLIENT): (MISSING, "what a client sends in it is not read"),
    (_REQUIRED, _UNNAMED, _SERVER): (MISSING, "a client that relies on it does not find it"),
    (_REQUIRED, _BARRED, _CLIENT): (MISSING, "a client that sends it is refused"),
    (_REQUIRED, _BARRED, _SERVER): (MISSING, "a client that relies on it does not find it"),
    (_OPTIONAL, _REQUIRED, _CLIENT): (NARROWER, "a client that leaves it out is refused"),
    (_OPTIONAL, _UNNAMED, _CLIENT): (MISSING, "what a client sends in it is not read"),
    (_OPTIONAL, _BARRED, _CLIENT): (MISSING, "a client that sends it is refused"),
    (_OPTIONAL, _UNNAMED, _SERVER): (CANNOT_TELL, "it may be left out; whether it is, or comes otherwise, is not said"),
    (_UNNAMED, _REQUIRED, _CLIENT): (NARROWER, "a client that keeps to the contract does not send it, and is refused"),
    (_UNNAMED, _REQUIRED, _SERVER): (EXTRA, "clients ignore what they do not know"),
    (_UNNAMED, _OPTIONAL, _CLIENT): (EXTRA, "a client may leave it out"),
    (_UNNAMED, _OPTIONAL, _SERVER): (EXTRA, "clients ignore what they do not know"),
    (_BARRED, _REQUIRED, _CLIENT): (NARROWER, "no client may send it, and whoever does not is refused"),
    (_BARRED, _OPTIONAL, _CLIENT): (EXTRA, "no client may send it"),
    (_BARRED, _REQUIRED, _SERVER): (INCOMPATIBLE, "the contract excludes it here"),
    (_BARRED, _OPTIONAL, _SERVER): (INCOMPATIBLE, "the contract excludes it here"),
}  # fmt: skip

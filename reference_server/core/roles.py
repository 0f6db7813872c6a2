"""Who may do what to whom: tables, and four questions about them."""

from __future__ import annotations

from reference_server.core.errors import Refusal
from reference_server.core.model import Member

RANK: dict[str, int] = {"read_only": 0, "member": 1, "moderator": 2, "owner": 3}

MAY: dict[str, frozenset[str]] = {
    "owner": frozenset({"send", "typing", "invite", "remove", "change"}),
    "moderator": frozenset({"send", "typing", "invite", "remove", "change"}),
    "member": frozenset({"send", "typing"}),
    "read_only": frozenset(),
}

# Without the capability the creator is owner, the others are members, and only the owner acts on others.
MAY_WITHOUT_ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset({"send", "typing", "invite", "remove"}),
    "member": frozenset({"send", "typing"}),
}

# Whose role a successor held before, best first.
SUCCESSION: tuple[str, ...] = ("owner", "moderator", "member", "read_only")


def may(member: Member, act: str, matrix: dict[str, frozenset[str]]) -> bool:
    """Does the matrix grant this act to this member's role?"""
    return act in matrix.get(member.role, frozenset())


def require(member: Member, act: str, matrix: dict[str, frozenset[str]]) -> None:
    """Refuse an act that the matrix does not grant."""
    if not may(member, act, matrix):
        if act in {"send", "typing"}:  # read_only: read, `read`, leave
            raise Refusal("READ_ONLY", "Your role here is to read")
        raise Refusal("FORBIDDEN", "Your role here does not allow that")


def outranks(actor: str, other: str) -> bool:
    """An owner stands above everybody, owners included; the others above lower roles only."""
    return actor == "owner" or RANK[actor] > RANK[other]


def may_invite_as(inviter: str, role: str) -> bool:
    """An invite's role is below the inviter's own."""
    return RANK[role] < RANK[inviter]


def may_change(actor: Member, target: Member, role: str) -> bool:
    """Nobody changes their own role but an owner stepping down."""
    if actor.participant_id == target.participant_id:
        return actor.role == "owner"
    return outranks(actor.role, target.role) and outranks(actor.role, role)


def may_remove(actor: Member, target: Member) -> bool:
    """Removing is for those below; to go oneself there is `leave`."""
    return actor.participant_id != target.participant_id and outranks(actor.role, target.role)

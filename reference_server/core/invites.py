"""Invites: who may make one, when one is good, and what a use costs."""

from __future__ import annotations

from dataclasses import replace

from reference_server.core import roles
from reference_server.core.errors import Refusal
from reference_server.core.model import Invite, Member


def check_role(inviter: Member, role: str) -> None:
    """The role granted is below the inviter's own."""
    if not roles.may_invite_as(inviter.role, role):
        raise Refusal("FORBIDDEN", "You cannot invite somebody to that role")


def expired(invite: Invite, now: float) -> bool:
    """Has its time passed?"""
    return now >= invite.expires_at


def used_up(invite: Invite) -> bool:
    """Has it been used as often as it may be?"""
    return invite.max_uses is not None and invite.uses >= invite.max_uses


def usable(invite: Invite, now: float) -> bool:
    """Would it let somebody in now?"""
    return not (invite.revoked or expired(invite, now) or used_up(invite))


def check_usable(invite: Invite, now: float) -> None:
    """Expired, used up and revoked are one refusal."""
    if not usable(invite, now):
        raise Refusal("INVITE_EXPIRED", "This invite is expired, used up or revoked")


def used(invite: Invite) -> Invite:
    """Return it with one use more; only a join counts as one."""
    return replace(invite, uses=invite.uses + 1)


def revoked(invite: Invite) -> Invite:
    """Return it revoked."""
    return replace(invite, revoked=True)

"""Joining, leaving, removing, and changing roles."""

from __future__ import annotations

from dataclasses import replace

from reference_server.core import errors, invites, membership, roles
from reference_server.core.errors import Refusal
from reference_server.core.model import Caller, Change, Conversation, Invite, Member
from reference_server.service import context
from reference_server.service.context import Service
from reference_server.service.ledger import Draft


async def join(
    service: Service, caller: Caller, conversation_id: str, label: str | None, token: str | None
) -> Conversation:
    """Join by id (open conversations) or by invite; the use of the invite and the join are one step."""
    return await service.ledger.submit(lambda draft: decide_join(service, draft, caller, conversation_id, label, token))


async def join_by_invite(service: Service, caller: Caller, token: str, label: str | None) -> Conversation:
    """Join whatever conversation an invite leads to."""
    invite = service.store.invite_by_hash(context.hashed(token))
    if invite is None:
        raise errors.not_found()
    return await join(service, caller, invite.conversation_id, label, token)


def decide_join(
    service: Service, draft: Draft, caller: Caller, conversation_id: str, label: str | None, token: str | None
) -> Conversation:
    """Decide a join: the door first, then membership, then the invite, then the room."""
    conversation = draft.conversation(conversation_id)
    invite = presented_invite(service, draft, conversation, token)
    if conversation.access != "open" and invite is None and caller.participant_id not in conversation.members:
        raise errors.not_found()  # as if it did not exist
    membership.check_joinable(conversation, caller, service.settings.limits.max_participants)
    if invite is not None:
        invites.check_usable(invite, context.now())
    role = invite.role if invite is not None else "member"
    name = label or caller.name or caller.participant_id
    change = membership.join(conversation, caller, name, role, context.stamp())
    draft.add(change if invite is None else replace(change, invite=invites.used(invite)))
    return change.after


def presented_invite(service: Service, draft: Draft, conversation: Conversation, token: str | None) -> Invite | None:
    """Return the invite that a token stands for; one to nowhere is not found, one to elsewhere is none here."""
    if token is None or not service.settings.has("invites"):
        return None
    invite = draft.invite_by_hash(context.hashed(token))
    if invite is None:
        raise errors.not_found()
    return invite if invite.conversation_id == conversation.id else None


async def leave(service: Service, caller: Caller, conversation_id: str) -> None:
    """Leave: with the successor's promotion, if the last owner goes, in one step."""
    await context.enter(service, caller, conversation_id)
    await service.ledger.submit(lambda draft: decide_leave(service, draft, caller, conversation_id))


def decide_leave(service: Service, draft: Draft, caller: Caller, conversation_id: str) -> None:
    """Decide a leave."""
    conversation = draft.conversation(conversation_id)
    member = membership.member_of(conversation, caller.participant_id)
    draft.add(going(service, conversation, member, "left", None))


def going(service: Service, conversation: Conversation, member: Member, reason: str, by: str | None) -> Change:
    """Return what somebody's going does."""
    if service.settings.has("roles"):
        return membership.leave(conversation, member, reason, by, context.stamp())
    return membership.leave_without_roles(conversation, member, reason, by, context.stamp())


async def remove(service: Service, caller: Caller, conversation_id: str, participant_id: str) -> None:
    """Remove somebody; that is no ban."""
    await context.enter(service, caller, conversation_id)
    await service.ledger.submit(lambda draft: decide_remove(service, draft, caller, conversation_id, participant_id))


def decide_remove(service: Service, draft: Draft, caller: Caller, conversation_id: str, participant_id: str) -> None:
    """Decide a removal."""
    conversation = draft.conversation(conversation_id)
    actor = membership.member_of(conversation, caller.participant_id)
    roles.require(actor, "remove", service.matrix)
    target = target_of(conversation, participant_id)
    if not roles.may_remove(actor, target):
        raise Refusal("FORBIDDEN", "You cannot remove this participant")
    draft.add(going(service, conversation, target, "removed", actor.participant_id))


async def change_role(
    service: Service, caller: Caller, conversation_id: str, participant_id: str, role: str
) -> tuple[Conversation, Member]:
    """Change somebody's role; return them as they are afterwards."""
    await context.enter(service, caller, conversation_id)
    return await service.ledger.submit(
        lambda draft: decide_role(service, draft, caller, conversation_id, participant_id, role)
    )


def decide_role(
    service: Service, draft: Draft, caller: Caller, conversation_id: str, participant_id: str, role: str
) -> tuple[Conversation, Member]:
    """Decide a change of role; a role that somebody has already changes nothing and appends nothing."""
    conversation = draft.conversation(conversation_id)
    actor = membership.member_of(conversation, caller.participant_id)
    if participant_id != actor.participant_id:
        roles.require(actor, "change", service.matrix)
    target = target_of(conversation, participant_id)
    if not roles.may_change(actor, target, role):
        raise Refusal("FORBIDDEN", "You cannot give this participant that role")
    if target.role != role:
        change = membership.change_role(conversation, actor, target, role, context.stamp())
        draft.add(change)
        conversation = change.after
    return conversation, conversation.members[participant_id]


def target_of(conversation: Conversation, participant_id: str) -> Member:
    """Return whom an act is aimed at, or say that they are not here."""
    target = conversation.members.get(participant_id)
    if target is None:
        raise errors.not_found()
    return target

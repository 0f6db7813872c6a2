"""Invites: making, listing and revoking them."""

from __future__ import annotations

from reference_server.core import errors, invites, membership, roles, wire
from reference_server.core.errors import Refusal
from reference_server.core.model import Caller, Invite
from reference_server.core.validate import NewInvite
from reference_server.service import context
from reference_server.service.context import Service
from reference_server.service.ledger import Draft
from reference_server.storage import PutInvite


async def make(service: Service, caller: Caller, conversation_id: str, body: NewInvite) -> wire.Json:
    """Make an invite; its token is shown here, and never again."""
    await context.enter(service, caller, conversation_id)
    token = context.new_secret()
    invite = Invite(
        invite_id=context.new_id("i"),
        token_hash=context.hashed(token),
        conversation_id=conversation_id,
        role=body.role,
        created_by=caller.participant_id,
        created_at=context.stamp(),
        expires_at=context.now() + body.expires_in,
        max_uses=body.max_uses,
    )
    await service.ledger.submit(lambda draft: decide_make(service, draft, caller, invite))
    return {**wire.invite(invite), "token": token}


def decide_make(service: Service, draft: Draft, caller: Caller, invite: Invite) -> None:
    """Decide the making of an invite."""
    conversation = draft.conversation(invite.conversation_id)
    inviter = membership.member_of(conversation, caller.participant_id)
    roles.require(inviter, "invite", service.matrix)
    if service.settings.has("roles"):
        invites.check_role(inviter, invite.role)
    elif invite.role != "member":
        raise Refusal("INVALID_REQUEST", "role: without roles everybody invited is a member")
    draft.add(PutInvite(invite))


async def listed(service: Service, caller: Caller, conversation_id: str) -> wire.Json:
    """Return the invites of a conversation to those who may make some."""
    _, member = await context.enter(service, caller, conversation_id)
    roles.require(member, "invite", service.matrix)
    return {"invites": [wire.invite(one) for one in service.store.invites(conversation_id)]}


async def revoke(service: Service, caller: Caller, conversation_id: str, invite_id: str) -> None:
    """Revoke an invite: from now on it lets nobody in."""
    await context.enter(service, caller, conversation_id)
    await service.ledger.submit(lambda draft: decide_revoke(service, draft, caller, conversation_id, invite_id))


def decide_revoke(service: Service, draft: Draft, caller: Caller, conversation_id: str, invite_id: str) -> None:
    """Decide a revocation; what is revoked already is not there any more."""
    conversation = draft.conversation(conversation_id)
    member = membership.member_of(conversation, caller.participant_id)
    roles.require(member, "invite", service.matrix)
    invite = draft.invite(conversation_id, invite_id)
    if invite is None or invite.revoked:
        raise errors.not_found()
    draft.add(PutInvite(invites.revoked(invite)))

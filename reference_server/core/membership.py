"""Joining, leaving, removing and changing roles: each decision is one Change, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from reference_server.core import roles, timeline, wire
from reference_server.core.errors import Refusal
from reference_server.core.model import Caller, Change, Conversation, Member


def member_of(conversation: Conversation, participant_id: str) -> Member:
    """Return the member, or refuse: a non-member, a former one too, does nothing here."""
    member = conversation.members.get(participant_id)
    if member is None:
        raise Refusal("NOT_A_MEMBER", "You are no member of this conversation")
    return member


def has_room(conversation: Conversation, max_participants: int) -> bool:
    """Is there a place left?"""
    return len(conversation.members) < max_participants


def check_joinable(conversation: Conversation, caller: Caller, max_participants: int) -> None:
    """Membership is asked before capacity: who is in already hears that, full or not."""
    if caller.participant_id in conversation.members:
        raise Refusal("ALREADY_MEMBER", "You are a member already")
    if not has_room(conversation, max_participants):
        raise Refusal("CAPACITY_REACHED", "The conversation is full")


def join(conversation: Conversation, caller: Caller, display_name: str, role: str, now: str) -> Change:
    """Append `participant_joined`; the label is frozen in it as of now."""
    rank = timeline.next_number(conversation)
    member = Member(caller.participant_id, display_name, caller.kind, role, now, rank)
    after, events = timeline.extend(conversation, [("participant_joined", {"participant": wire.joiner(member)})], now)
    return Change(with_member(after, member), events, altered=(member,))


def with_member(conversation: Conversation, member: Member) -> Conversation:
    """Return the conversation with this member added or altered."""
    return replace(conversation, members={**conversation.members, member.participant_id: member})


def without(conversation: Conversation, participant_id: str) -> Conversation:
    """Return the conversation without this member; with no human left it is closed for good."""
    members = {key: value for key, value in conversation.members.items() if key != participant_id}
    return replace(conversation, members=members, closed=no_human(members))


def no_human(members: Mapping[str, Member]) -> bool:
    """Is no human left?"""
    return not any(member.kind == "human" for member in members.values())


def is_last_owner(conversation: Conversation, member: Member) -> bool:
    """Would the conversation be without an owner if this member were none?"""
    owners = [one for one in conversation.members.values() if one.role == "owner"]
    return owners == [member]


def successor(conversation: Conversation, leaving: Member) -> Member | None:
    """The longest present in the timeline: a moderator, else a member, else read_only; never an `ai`."""
    candidates = [
        one
        for one in conversation.members.values()
        if one.kind == "human" and one.participant_id != leaving.participant_id
    ]
    order = {role: index for index, role in enumerate(roles.SUCCESSION)}
    return min(candidates, key=lambda one: (order[one.role], one.rank), default=None)


def leave(conversation: Conversation, leaver: Member, reason: str, by: str | None, now: str) -> Change:
    """Append `participant_left`, right after the `role_changed` that keeps an owner in the house."""
    heir = successor(conversation, leaver) if is_last_owner(conversation, leaver) else None
    left: dict[str, Any] = {"participant": wire.author(leaver), "reason": reason}
    if by is not None:
        left["by"] = by
    kinds = [("participant_left", left)]
    if heir is not None:
        kinds.insert(0, ("role_changed", {"participantId": heir.participant_id, "role": "owner"}))
    after, events = timeline.extend(conversation, kinds, now)
    crowned = (replace(heir, role="owner"),) if heir else ()
    for member in crowned:
        after = with_member(after, member)
    return Change(without(after, leaver.participant_id), events, crowned, gone={leaver.participant_id: reason})


def leave_without_roles(conversation: Conversation, leaver: Member, reason: str, by: str | None, now: str) -> Change:
    """Append `participant_left` alone: without roles nobody inherits."""
    left: dict[str, Any] = {"participant": wire.author(leaver), "reason": reason}
    if by is not None:
        left["by"] = by
    after, events = timeline.extend(conversation, [("participant_left", left)], now)
    return Change(without(after, leaver.participant_id), events, gone={leaver.participant_id: reason})


def change_role(conversation: Conversation, actor: Member, target: Member, role: str, now: str) -> Change:
    """Append `role_changed`; the last owner stepping down hands over first, in the same step."""
    changed = [replace(target, role=role)]
    if role != "owner" and is_last_owner(conversation, target):
        heir = successor(conversation, target)
        if heir is None:
            raise Refusal("FORBIDDEN", "There is nobody to take over")
        changed.insert(0, replace(heir, role="owner"))
    kinds = [
        ("role_changed", {"participantId": one.participant_id, "role": one.role, "by": actor.participant_id})
        for one in changed
    ]
    after, events = timeline.extend(conversation, kinds, now)
    for one in changed:
        after = with_member(after, one)
    return Change(after, events, tuple(changed))


def present(conversation: Conversation, member: Member, caller: Caller) -> Change:
    """Somebody listed at creation shows a token for the first time: its claim decides human or ai."""
    known = replace(member, kind=caller.kind, presented=True)
    return Change(with_member(conversation, known), altered=(known,))

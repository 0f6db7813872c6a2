"""Presence and typing: ephemeral, never stored, ending by themselves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from reference_server.broker.connection import Connection
from reference_server.broker.hub import Hub
from reference_server.config import Settings
from reference_server.core import limits, wire
from reference_server.core.model import Conversation, Member

OFFLINE_AFTER = 0.5  # seconds: somebody who is back by then was never away

Who = tuple[str, str]  # conversation, participant


@dataclass(slots=True)
class Typing:
    """Somebody is typing: who, until when, and when the others were last told."""

    member: Member
    shown_at: float | None = None
    end: asyncio.TimerHandle | None = None


class Presence:
    """Who is here and who is typing."""

    def __init__(self, hub: Hub, settings: Settings) -> None:
        self.hub = hub
        self.settings = settings
        self.loop = asyncio.get_running_loop()
        self.announced: set[Who] = set()
        self.typists: dict[Who, Typing] = {}

    # Presence

    def shown(self, conversation_id: str, participant_id: str) -> bool | None:
        """Return `isOnline`, or None where presence is not offered."""
        if not self.settings.has("presence"):
            return None
        return self.hub.is_online(conversation_id, participant_id)

    def came(self, connection: Connection) -> None:
        """Tell the others, if they do not know."""
        who = (connection.conversation_id, connection.participant_id)
        if who not in self.announced:
            self.announced.add(who)
            self.update(who, True)

    def went(self, connection: Connection) -> None:
        """The last connection is gone: typing ends now, presence after a moment's grace."""
        who = (connection.conversation_id, connection.participant_id)
        self.end_typing(who)
        self.loop.call_later(OFFLINE_AFTER, self.still_gone, who)

    def still_gone(self, who: Who) -> None:
        """Tell the others, unless they are back."""
        if who in self.announced and not self.hub.is_online(*who):
            self.announced.discard(who)
            self.update(who, False)

    def update(self, who: Who, online: bool) -> None:
        """Send one `participant_update` to the others."""
        if self.settings.has("presence"):
            frame = wire.participant_update(*who, online)
            self.hub.whisper(self.hub.others(*who), frame)

    def forget(self, conversation_id: str, participant_id: str) -> None:
        """Somebody is no member any more: their going was an event, nothing more is to be said."""
        self.announced.discard((conversation_id, participant_id))
        typing = self.typists.pop((conversation_id, participant_id), None)
        if typing is not None and typing.end is not None:
            typing.end.cancel()

    # Typing

    def typing(self, conversation_id: str, member: Member, is_typing: bool) -> None:
        """Pass typing on to the others: true now and then, false always."""
        who = (conversation_id, member.participant_id)
        if is_typing:
            self.keep_typing(who, member)
        elif not self.end_typing(who):
            self.tell(who, member, False)

    def keep_typing(self, who: Who, member: Member) -> None:
        """Show it unless it was shown a moment ago, and let it end by itself."""
        interval = self.settings.limits.typing_interval_ms / 1000
        typing = self.typists.setdefault(who, Typing(member))
        if limits.may_show_typing(typing.shown_at, self.loop.time(), interval):
            typing.shown_at = self.loop.time()
            self.tell(who, member, True)
        if typing.end is not None:
            typing.end.cancel()
        typing.end = self.loop.call_later(limits.typing_ends_after(interval), self.end_typing, who)

    def end_typing(self, who: Who) -> bool:
        """Tell the others that somebody stopped; False if they were not typing."""
        typing = self.typists.get(who)
        if typing is None or typing.end is None:
            return False
        typing.end.cancel()
        typing.end = None
        self.loop.call_later(self.settings.limits.typing_interval_ms / 1000, self.drop_idle, who)
        self.tell(who, typing.member, False)
        return True

    def drop_idle(self, who: Who) -> None:
        """Forget a typist whose throttle has run out."""
        typing = self.typists.get(who)
        if typing is not None and typing.end is None:
            del self.typists[who]

    def stopped_typing_by_message(self, conversation: Conversation, participant_id: str) -> None:
        """A message ends its sender's typing."""
        self.end_typing((conversation.id, participant_id))

    def tell(self, who: Who, member: Member, is_typing: bool) -> None:
        """Send one `typing` to the other participants."""
        frame = wire.typing(who[0], member, is_typing)
        self.hub.whisper(self.hub.others(*who), frame)

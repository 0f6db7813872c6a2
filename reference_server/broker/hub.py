"""The connections of every conversation, and the two ways of reaching them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reference_server.broker.connection import Connection
from reference_server.core import wire


class Hub:
    """Which connections are open, by conversation."""

    def __init__(self) -> None:
        self.rooms: dict[str, dict[str, Connection]] = {}
        self.count = 0

    def add(self, connection: Connection) -> None:
        """Let a connection in: from now on it gets every event."""
        self.rooms.setdefault(connection.conversation_id, {})[connection.id] = connection
        self.count += 1

    def remove(self, connection: Connection) -> bool:
        """Take a connection out; True if it was the participant's last one here."""
        room = self.rooms.get(connection.conversation_id, {})
        if room.pop(connection.id, None) is None:
            return False
        self.count -= 1
        if not room:
            self.rooms.pop(connection.conversation_id, None)
        return not self.is_online(connection.conversation_id, connection.participant_id)

    def of(self, conversation_id: str) -> list[Connection]:
        """Return the connections of a conversation, but for those that we are closing."""
        room = self.rooms.get(conversation_id, {})
        return [connection for connection in room.values() if not connection.closed]

    def all(self) -> Iterator[Connection]:
        """Go through every connection."""
        for room in list(self.rooms.values()):
            yield from list(room.values())

    def of_participant(self, conversation_id: str, participant_id: str) -> list[Connection]:
        """Return one participant's connections to a conversation: peers of each other."""
        return [one for one in self.of(conversation_id) if one.participant_id == participant_id]

    def is_online(self, conversation_id: str, participant_id: str) -> bool:
        """At least one open connection to this conversation: never stored."""
        return bool(self.of_participant(conversation_id, participant_id))

    def deliver(self, conversation_id: str, text: str) -> None:
        """Send an event to every connection of every member, the sender's own too: the same bytes to all."""
        frame = wire.text_frame(text)
        for connection in self.of(conversation_id):
            connection.send(frame)

    def whisper(self, receivers: Iterable[Connection], frame: wire.Json) -> None:
        """Send an ephemeral frame to some connections: never stored, never replayed."""
        data = wire.text_frame(wire.encode(frame))
        for connection in receivers:
            connection.offer(data)

    def others(self, conversation_id: str, participant_id: str) -> list[Connection]:
        """Return the connections of everybody else."""
        return [one for one in self.of(conversation_id) if one.participant_id != participant_id]

// The open connections to one conversation, and what is known from them alone: who is online and who types.
// Nothing of it is stored.

import { DONE, REMOVED } from './close-codes.js';
import { Typing } from './typing.js';

// Who comes back within this time was never shown as gone (PRES-FLAP-01; the bound is 5 s).
const ABSENCE_MS = 1000;

export class Audience {
  #conversationId;
  #whenDurable;
  #connections = new Map(); // participantId -> set of their open connections

  typing;

  constructor(conversationId, { journal, limits }) {
    this.#conversationId = conversationId;
    // Ephemeral frames wait in line with events, so that nobody sees a sign of typing overtake a message.
    this.#whenDurable = (act) => journal.whenDurable((failure) => failure || act());
    this.typing = new Typing(limits, (participant, isTyping) =>
      this.tell('typing', { participant, isTyping }, participant.participantId),
    );
  }

  isOnline(participantId) {
    return this.#connections.has(participantId);
  }

  connectionsOf(participantId) {
    return this.#connections.get(participantId)?.size ?? 0;
  }

  add(connection) {
    const { participantId } = connection;
    const own = this.#connections.get(participantId);
    if (own) own.add(connection);
    else {
      this.#connections.set(participantId, new Set([connection]));
      this.#tellPresence(participantId, true);
    }
  }

  remove(connection) {
    const { participantId } = connection;
    const own = this.#connections.get(participantId);
    if (!own?.delete(connection) || own.size > 0) return;
    this.#connections.delete(participantId);
    this.typing.stop(participantId); // TYP-STOP-03
    setTimeout(() => {
      if (!this.isOnline(participantId)) this.#tellPresence(participantId, false);
    }, ABSENCE_MS).unref();
  }

  /** Sends durable events to everybody, and then says goodbye to those who have left by them. */
  publish(events, departure) {
    for (const event of events) {
      const frame = Buffer.from(event.json); // encoded once, shared by all connections
      for (const connection of this.#all()) connection.send(frame);
    }
    if (departure) this.#dismiss(departure);
  }

  /** Tells the other participants something that passes. */
  tell(type, about, exceptParticipantId) {
    this.#whenDurable(() => {
      const frame = Buffer.from(JSON.stringify({ type, conversation_id: this.#conversationId, ...about }));
      for (const [participantId, connections] of this.#connections) {
        if (participantId === exceptParticipantId) continue;
        for (const connection of connections) connection.sendIfCalm(frame);
      }
    });
  }

  closeAll(code) {
    for (const connection of [...this.#all()]) connection.close(code);
  }

  #dismiss({ participantId, reason, isLastHuman }) {
    const own = this.#connections.get(participantId) ?? [];
    this.#connections.delete(participantId); // a former member is neither online nor offline
    this.typing.stop(participantId);
    for (const connection of own) connection.close(reason === 'removed' ? REMOVED : DONE);
    if (isLastHuman) this.closeAll(DONE); // MEM-GONE-02
  }

  *#all() {
    for (const connections of this.#connections.values()) yield* connections;
  }

  #tellPresence(participantId, isOnline) {
    this.tell('participant_update', { participants: [{ participantId, isOnline }] }, participantId);
  }
}

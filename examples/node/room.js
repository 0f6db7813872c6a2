// One conversation as its journal records make it. Nothing is decided here, so that replaying the journal
// gives what there was before.

import { timeText } from './clock.js';
import { rawList, withRaw } from './json.js';
import { firstCodePoints } from './text.js';

const PREVIEW_LENGTH = 200; // CONV-LIST-03
const SHOWN_MESSAGES = 50; // CONV-GET-03
const PAGE_BYTES = 768 * 1024; // SYNC-SIZE-02, with room for the members that `connected` brings along

export class Room {
  #events = []; // { json, bytes }; the index is the sequence_id less one
  #messageNumbers = []; // sequence_ids of messages, ascending
  #numberOfSent = new Map(); // by sender and message_id
  #markers = new Map(); // participantId -> how far they have read; kept when they leave (READ-SHOW-02)

  members = new Map(); // participantId -> { participantId, displayName, role, joinedAt }, in order of joining
  invites = new Map(); // by invite_id
  preview = null;
  undurable = 0; // messages that wait for the disk (queue_limit)

  constructor({ id, stream, at, title, access, mode, sites, members }, audience) {
    this.audience = audience;
    Object.assign(this, { id, streamId: stream, title, access, mode, sites, createdAt: at, activeAt: at });
    for (const member of members) this.members.set(member.participantId, { ...member, joinedAt: timeText(at) });
  }

  get head() {
    return this.#events.length;
  }

  get summary() {
    return { id: this.id, title: this.title, access: this.access, created_at: timeText(this.createdAt) };
  }

  /** Appends an event of the journal and gives it back as it is shown, always and everywhere (ORD-SAME-01). */
  append(record) {
    const number = this.head + 1;
    const json = renderEvent(this.id, number, record);
    const event = { json, bytes: Buffer.byteLength(json) };
    this.#events.push(event);
    this.activeAt = record.at;
    this.#fold(record, number);
    return event;
  }

  #fold(record, number) {
    const { participant } = record;
    switch (record.type) {
      case 'message':
        this.#messageNumbers.push(number);
        this.#numberOfSent.set(sentKey(participant.participantId, record.message_id), number);
        this.preview = firstCodePoints(record.content, PREVIEW_LENGTH);
        this.mark(participant.participantId, number); // READ-OWN-01
        break;
      case 'participant_joined': {
        const { participantId, displayName, role } = participant;
        this.members.set(participantId, { participantId, displayName, role, joinedAt: timeText(record.at) });
        break;
      }
      case 'participant_left':
        this.members.delete(participant.participantId);
        break;
      case 'role_changed': {
        const member = this.members.get(record.participantId);
        this.members.set(member.participantId, { ...member, role: record.role });
        break;
      }
    }
  }

  /** The event that a sender's message_id names, with its number. */
  sent(participantId, messageId) {
    const number = this.#numberOfSent.get(sentKey(participantId, messageId));
    return number && { number, json: this.#events[number - 1].json };
  }

  marker(participantId) {
    return this.#markers.get(participantId) ?? 0;
  }

  mark(participantId, number) {
    this.#markers.set(participantId, Math.max(number, this.marker(participantId)));
  }

  unread(participantId) {
    return this.#messageNumbers.length - this.#messagesUpTo(this.marker(participantId));
  }

  newestMessages() {
    return rawList(this.#messageNumbers.slice(-SHOWN_MESSAGES).map((number) => this.#events[number - 1].json));
  }

  /** A page over REST: the nearest events after or before a number, or the newest ones. */
  page({ after, before, limit, messagesOnly }) {
    const count = messagesOnly ? this.#messageNumbers.length : this.head;
    const upTo = (number) => (messagesOnly ? this.#messagesUpTo(number) : Math.min(number, this.head));
    const forward = after !== undefined;
    const bound = forward ? upTo(after) : before === undefined ? count : upTo(Math.max(before - 1, 0));
    const [start, end] = forward ? [bound, Math.min(bound + limit, count)] : [Math.max(bound - limit, 0), bound];
    const events = messagesOnly
      ? this.#messageNumbers.slice(start, end).map((number) => this.#events[number - 1])
      : this.#events.slice(start, end);
    const about = {
      has_more: forward ? end < count : start > 0,
      current_sequence_id: this.head,
      stream_id: this.streamId,
    };
    return withRaw(about, 'events', rawList(events.map((event) => event.json)));
  }

  /** The page of a `sync` as raw JSON and whether more follows, or null where the position cannot be recovered. */
  recover({ after, streamId }, { mostEvents, mostBytes }) {
    if ((streamId !== undefined && streamId !== this.streamId) || after > this.head) return null;
    const texts = [];
    let room = Math.min(PAGE_BYTES, mostBytes);
    let end = after;
    for (; end < this.head && texts.length < mostEvents; end += 1) {
      const { json, bytes } = this.#events[end];
      room -= bytes + 1;
      if (room < 0 && texts.length > 0) break;
      texts.push(json);
    }
    return { events: rawList(texts), hasMore: end < this.head };
  }

  /** How many messages have a sequence_id of at most this. */
  #messagesUpTo(number) {
    let low = 0;
    let high = this.#messageNumbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#messageNumbers[middle] <= number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

// Neither holds a line end, as both are printable ASCII.
const sentKey = (participantId, messageId) => `${participantId}\n${messageId}`;

function renderEvent(conversationId, number, { type, at, metadata, ...members }) {
  const timestamp = timeText(at);
  const event = { type, conversation_id: conversationId, sequence_id: number, timestamp, ...members };
  if (type === 'participant_joined') event.participant = { ...members.participant, joinedAt: timestamp };
  return type === 'message' ? withRaw(event, 'metadata', metadata ?? 'null') : JSON.stringify(event);
}

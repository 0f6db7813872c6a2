// The operations of the chat, the same for both transports. Each decides and changes the state in memory in one
// step, so that there is no moment between a check and what it permits, and writes one journal record, so that a
// crash leaves all of it or nothing. Callers answer behind `journal.whenDurable`.

import { createHash, randomBytes } from 'node:crypto';
import { TRY_AGAIN } from './close-codes.js';
import { Audience } from './audience.js';
import { Clock, timeText } from './clock.js';
import { RateLimit } from './rate.js';
import { invalid, notFound, Refusal } from './refusal.js';
import { heirAmong, mustBeAbleToGive, mustGovern, mustManage, outranks } from './roles.js';
import { Room } from './room.js';

const QUEUE_WAIT_S = 0.2;
const NEAR_LIMIT = 0.8;
const SWEEP_MS = 10000;

const randomId = (prefix) => `${prefix}_${randomBytes(18).toString('base64url')}`;
const hashOf = (text) => createHash('sha256').update(text).digest('base64url');

export class Chat {
  #journal;
  #limits;
  #rate;
  #clock = new Clock();
  #rooms = new Map();
  #roomsOf = new Map(); // participantId -> set of rooms
  #invites = new Map(); // hash of the token -> { room, invite }
  #creations = new Map(); // caller and Idempotency-Key -> { bodyHash, roomId }
  #agents = new Set(); // participantIds whose latest token says `ai`

  constructor({ journal, limits }) {
    this.#journal = journal;
    this.#limits = limits;
    this.#rate = new RateLimit(limits.rate);
    setInterval(() => this.#rate.sweep(), SWEEP_MS).unref();
  }

  /** Builds everything anew from the journal: at the start, and after a write that failed. */
  async load() {
    for (const room of this.#rooms.values()) room.audience.closeAll(TRY_AGAIN);
    for (const index of [this.#rooms, this.#roomsOf, this.#invites, this.#creations, this.#agents]) index.clear();
    await this.#journal.replay((record) => this.#apply(record));
  }

  get roomCount() {
    return this.#rooms.size;
  }

  countNearQueueLimit() {
    let count = 0;
    for (const room of this.#rooms.values()) count += room.undurable >= NEAR_LIMIT * this.#limits.queue_limit;
    return count;
  }

  /** Remembers of what type a caller is; a participant whom nobody has seen yet is human (GEN-TYPE-02). */
  meet({ participantId, type }) {
    if (type !== this.#typeOf(participantId)) this.#commit({ kind: 'met', participantId, type });
  }

  // Conversations

  create(caller, { title, access, mode, sites, participants }, { key, bodyHash }) {
    const creation = key === undefined ? undefined : { key: `${caller.participantId}\n${key}`, bodyHash };
    const earlier = creation && this.#earlierCreation(caller, creation);
    if (earlier) return this.#resource(earlier, caller);
    const members = new Map([[caller.participantId, this.#creatorAmong(participants, caller)]]);
    for (const { participantId, displayName = participantId } of participants) {
      if (participantId !== caller.participantId)
        members.set(participantId, { participantId, displayName, role: 'member' });
    }
    if (members.size > this.#limits.max_participants) throw new Refusal('CAPACITY_REACHED');
    const id = randomId('c');
    const about = { id, stream: randomId('s'), at: this.#clock.next(), title, access, mode, sites };
    this.#commit({ kind: 'created', ...about, members: [...members.values()], creation });
    return this.#resource(this.#rooms.get(id), caller);
  }

  #creatorAmong(participants, { participantId, name }) {
    const listed = participants.find((participant) => participant.participantId === participantId);
    return { participantId, displayName: listed?.displayName ?? name, role: 'owner' };
  }

  #earlierCreation(caller, { key, bodyHash }) {
    const earlier = this.#creations.get(key);
    const room = this.#rooms.get(earlier?.roomId);
    if (!room?.members.has(caller.participantId)) return null;
    if (earlier.bodyHash !== bodyHash) throw invalid('This Idempotency-Key came with another body before.');
    return room;
  }

  /** The resource for a member, the preview for somebody who may join. */
  look(caller, id, inviteToken) {
    const room = this.#rooms.get(id);
    if (!room) throw notFound();
    if (room.members.has(caller.participantId)) return this.#resource(room, caller);
    const invited = inviteToken !== undefined && this.#invites.get(hashOf(inviteToken));
    if (room.access !== 'open' && !(invited?.room === room && isUsable(invited.invite))) throw notFound();
    const { size } = room.members;
    const preview = { id, title: room.title, participant_count: size, can_join: size < this.#limits.max_participants };
    return { preview };
  }

  list(caller, { limit, before }) {
    const rooms = [...(this.#roomsOf.get(caller.participantId) ?? [])]
      .filter((room) => room.activeAt < before)
      .sort((one, other) => other.activeAt - one.activeAt);
    return {
      conversations: rooms.slice(0, limit).map((room) => this.#listed(room, caller)),
      nextBefore: rooms.length > limit ? rooms[limit - 1].activeAt : null,
    };
  }

  #listed(room, { participantId }) {
    return {
      id: room.id,
      title: room.title,
      access: room.access,
      participant_count: room.members.size,
      last_message_preview: room.preview,
      updated_at: timeText(room.activeAt),
      current_sequence_id: room.head,
      unread_count: room.unread(participantId),
    };
  }

  #resource(room, { participantId }) {
    const about = {
      ...room.summary,
      mode: room.mode,
      sites: room.sites,
      updated_at: timeText(room.activeAt),
      participant_count: room.members.size,
      participants: this.membersOf(room).map((member) => withPresence(room, member)),
      current_sequence_id: room.head,
      stream_id: room.streamId,
      unread_count: room.unread(participantId),
      read_sequence_id: room.marker(participantId),
    };
    return { about, messages: room.newestMessages() };
  }

  page(caller, id, query) {
    return this.roomOf(caller, id).page(query);
  }

  /** The room, if the caller is in it; whether it exists is nobody else's business (section 3.3). */
  roomOf({ participantId }, id) {
    const room = this.#rooms.get(id);
    if (!room?.members.has(participantId)) throw notFound();
    return room;
  }

  /** What a `sync` or a resumed handshake answers: a page, or a snapshot where it cannot go on from there. */
  catchUp(room, position) {
    const page = room.recover(position, {
      mostEvents: this.#limits.sync_page,
      mostBytes: this.#limits.send_queue_bytes / 2, // a page alone must not make its reader too slow (SLOW-SPARE-01)
    });
    const about = { current_sequence_id: room.head, has_more: page?.hasMore ?? false, recovered: page !== null };
    if (!page) about.snapshot = this.#snapshot(room);
    return { about, events: page?.events ?? '[]' };
  }

  #snapshot(room) {
    return {
      stream_id: room.streamId,
      current_sequence_id: room.head,
      conversation: room.summary,
      participants: this.membersOf(room).map((member) => withPresence(room, member)),
    };
  }

  /** The members as they are at this moment, without their presence. */
  membersOf(room) {
    return [...room.members.values()].map((member) => this.#shown(member));
  }

  #shown({ participantId, displayName, role, joinedAt }) {
    return { participantId, displayName, type: this.#typeOf(participantId), role, joinedAt };
  }

  // Messages

  /** Gives the event's number and JSON, and whether it had been there before. */
  send(caller, id, { message_id, content, mentions, reply_to, metadata }) {
    const room = this.roomOf(caller, id);
    const { participantId } = caller;
    // First of all: a refusal is definite, and would be untrue of a message that is there.
    const earlier = room.sent(participantId, message_id);
    if (earlier) {
      if (!isSame(JSON.parse(earlier.json), content, mentions)) throw new Refusal('MESSAGE_ID_REUSED');
      return { ...earlier, duplicate: true };
    }
    if (room.members.get(participantId).role === 'read_only') throw new Refusal('READ_ONLY');
    if (!mentions.every((mentioned) => room.members.has(mentioned)))
      throw invalid('mentions names somebody who is no member.');
    if (reply_to > room.head) throw invalid('reply_to names no event of this conversation.');
    if (room.undurable >= this.#limits.queue_limit) {
      throw new Refusal('QUEUE_FULL', 'Too many messages are waiting here.', { retryAfter: QUEUE_WAIT_S });
    }
    const takeBack = this.#rate.admit(participantId);
    const message = {
      message_id,
      participant: this.#author(room, participantId),
      content,
      mentions,
      reply_to,
      metadata,
    };
    room.undurable += 1;
    const settled = (failure) => {
      room.undurable -= 1;
      if (failure) takeBack();
    };
    const [event] = this.#happen(room, [{ type: 'message', ...message }], { settled });
    room.audience.typing.stop(participantId);
    return { number: room.head, json: event.json, duplicate: false };
  }

  /** Moves the caller's marker forward and tells the others; gives where it stands. */
  markRead(caller, id, number) {
    const room = this.roomOf(caller, id);
    const { participantId } = caller;
    const reached = Math.min(number, room.head);
    if (reached > room.marker(participantId)) {
      this.#commit({ kind: 'read', room: id, participantId, number: reached });
      room.audience.tell('read', { participantId, sequence_id: reached }, participantId);
    }
    return room.marker(participantId);
  }

  type(caller, id, isTyping) {
    const room = this.roomOf(caller, id);
    const { typing } = room.audience;
    if (isTyping) typing.start(this.#author(room, caller.participantId));
    else typing.stop(caller.participantId);
  }

  // Membership

  join(caller, id, { displayName, invite: token }) {
    const room = this.#rooms.get(id);
    if (!room) throw notFound();
    const named = token === undefined ? undefined : this.#invites.get(hashOf(token));
    const isMember = room.members.has(caller.participantId);
    if (token !== undefined && !named && !isMember) throw notFound(); // INV-USE-09
    const invite = named?.room === room ? named.invite : null; // INV-USE-10
    if (!invite && room.access !== 'open' && !isMember) throw notFound();
    return this.#admit(room, caller, displayName, invite);
  }

  joinByInvite(caller, token, { displayName }) {
    const named = this.#invites.get(hashOf(token));
    if (!named) throw notFound();
    return this.#admit(named.room, caller, displayName, named.invite);
  }

  #admit(room, caller, displayName, invite) {
    const { participantId } = caller;
    if (room.members.has(participantId)) throw new Refusal('ALREADY_MEMBER');
    if (invite && !isUsable(invite)) throw new Refusal('INVITE_EXPIRED');
    if (room.members.size >= this.#limits.max_participants) throw new Refusal('CAPACITY_REACHED');
    const participant = {
      participantId,
      displayName: displayName ?? caller.name,
      type: this.#typeOf(participantId),
      role: invite?.role ?? 'member',
    };
    this.#happen(room, [{ type: 'participant_joined', participant }], { invite: invite?.invite_id });
    return this.#resource(room, caller);
  }

  leave(caller, id) {
    const room = this.roomOf(caller, id);
    this.#depart(room, caller.participantId, { reason: 'left' }, caller.participantId);
  }

  remove(caller, id, participantId) {
    const room = this.roomOf(caller, id);
    const actor = room.members.get(caller.participantId);
    mustManage(actor);
    const target = room.members.get(participantId);
    if (!target) throw notFound();
    if (target === actor) throw new Refusal('FORBIDDEN', 'Leave instead.');
    mustGovern(actor, target);
    this.#depart(room, participantId, { reason: 'removed', by: actor.participantId }, actor.participantId);
  }

  /** Ends a membership, and first hands the conversation over where its last owner goes (ROLE-SUCC-01). */
  #depart(room, participantId, how, by) {
    const staying = [...room.members.values()].filter((member) => member.participantId !== participantId);
    const humans = staying.filter((member) => this.#typeOf(member.participantId) === 'human');
    const isLastOwner =
      room.members.get(participantId).role === 'owner' && !staying.some((member) => member.role === 'owner');
    const heir = isLastOwner ? heirAmong(humans) : null;
    const events = heir ? [{ type: 'role_changed', participantId: heir.participantId, role: 'owner', by }] : [];
    events.push({ type: 'participant_left', participant: this.#author(room, participantId), ...how });
    const isLastHuman = humans.length === 0;
    this.#happen(room, events, { gone: isLastHuman, departure: { participantId, reason: how.reason, isLastHuman } });
  }

  changeRole(caller, id, participantId, role) {
    const room = this.roomOf(caller, id);
    const actor = room.members.get(caller.participantId);
    mustManage(actor);
    const target = room.members.get(participantId);
    if (!target) throw notFound();
    mustGovern(actor, target);
    mustBeAbleToGive(actor, role);
    if (target === actor && role !== 'owner' && !hasOwnerBeside(room, actor)) {
      throw new Refusal('FORBIDDEN', 'Make somebody else an owner first.'); // ROLE-SELF-03
    }
    this.#happen(room, [{ type: 'role_changed', participantId, role, by: actor.participantId }]);
    return withPresence(room, this.#shown(room.members.get(participantId)));
  }

  // Invites

  createInvite(caller, id, { role, expires_in, max_uses }) {
    const room = this.roomOf(caller, id);
    const maker = room.members.get(caller.participantId);
    mustManage(maker);
    if (!outranks(maker.role, role)) throw new Refusal('FORBIDDEN'); // INV-MAKE-05
    const at = this.#clock.next();
    const token = randomId('iv');
    const invite = {
      invite_id: randomId('i'),
      hash: hashOf(token), // what the server keeps opens no door (INV-TOKEN-01)
      role,
      created_by: maker.participantId,
      at,
      endsAt: expires_in === undefined ? null : at + expires_in * 1e6,
      max_uses: max_uses ?? null,
    };
    this.#commit({ kind: 'invited', room: id, invite });
    return { ...showInvite(room.invites.get(invite.invite_id)), token };
  }

  listInvites(caller, id) {
    const room = this.roomOf(caller, id);
    mustManage(room.members.get(caller.participantId));
    return [...room.invites.values()].filter(isUsable).map(showInvite);
  }

  revokeInvite(caller, id, inviteId) {
    const room = this.roomOf(caller, id);
    const actor = room.members.get(caller.participantId);
    mustManage(actor);
    const invite = room.invites.get(inviteId);
    if (!invite) throw notFound();
    if (!outranks(actor.role, invite.role)) throw new Refusal('FORBIDDEN');
    if (!invite.revoked) this.#commit({ kind: 'revoked', room: id, inviteId });
  }

  // State

  #typeOf(participantId) {
    return this.#agents.has(participantId) ? 'ai' : 'human';
  }

  #author(room, participantId) {
    const { displayName } = room.members.get(participantId);
    return { participantId, displayName, type: this.#typeOf(participantId) };
  }

  /** Appends events to a timeline, in memory at once and for others to see when they are durable. */
  #happen(room, happenings, { invite, gone, departure, settled } = {}) {
    const at = this.#clock.next();
    const events = happenings.map((happening) => ({ ...happening, at }));
    const record = { kind: 'happened', room: room.id, events, invite, gone: gone || undefined };
    const settle = (failure) => {
      settled?.(failure);
      if (!failure) room.audience.publish(shown, departure);
    };
    const shown = this.#commit(record, settle); // which settles later, never within this call
    return shown;
  }

  #commit(record, settle = () => {}) {
    const result = this.#apply(record);
    this.#journal.append(record, settle);
    return result;
  }

  #apply(record) {
    switch (record.kind) {
      case 'met':
        if (record.type === 'ai') this.#agents.add(record.participantId);
        else this.#agents.delete(record.participantId);
        break;
      case 'created':
        this.#addRoom(record);
        break;
      case 'happened':
        return this.#fold(this.#rooms.get(record.room), record);
      case 'read':
        this.#rooms.get(record.room).mark(record.participantId, record.number);
        break;
      case 'invited': {
        const room = this.#rooms.get(record.room);
        const invite = { ...record.invite, uses: 0, revoked: false };
        room.invites.set(invite.invite_id, invite);
        this.#invites.set(invite.hash, { room, invite });
        break;
      }
      case 'revoked':
        this.#rooms.get(record.room).invites.get(record.inviteId).revoked = true;
        break;
    }
  }

  #addRoom(record) {
    this.#clock.seen(record.at);
    const room = new Room(record, new Audience(record.id, { journal: this.#journal, limits: this.#limits }));
    this.#rooms.set(room.id, room);
    for (const participantId of room.members.keys()) this.#index(room, participantId);
    const { creation } = record;
    if (creation) this.#creations.set(creation.key, { bodyHash: creation.bodyHash, roomId: room.id });
  }

  #fold(room, { events, invite, gone }) {
    const shown = events.map((event) => room.append(event));
    this.#clock.seen(room.activeAt);
    for (const { type, participant } of events) {
      if (type === 'participant_joined') this.#index(room, participant.participantId);
      if (type === 'participant_left') this.#unindex(room, participant.participantId);
    }
    if (invite) room.invites.get(invite).uses += 1;
    if (gone) this.#forget(room);
    return shown;
  }

  /** Once no human is left the conversation is as if it had never been (MEM-GONE-01). */
  #forget(room) {
    for (const participantId of room.members.keys()) this.#unindex(room, participantId);
    for (const { hash } of room.invites.values()) this.#invites.delete(hash);
    this.#rooms.delete(room.id);
  }

  #index(room, participantId) {
    if (!this.#roomsOf.has(participantId)) this.#roomsOf.set(participantId, new Set());
    this.#roomsOf.get(participantId).add(room);
  }

  #unindex(room, participantId) {
    const rooms = this.#roomsOf.get(participantId);
    rooms.delete(room);
    if (rooms.size === 0) this.#roomsOf.delete(participantId);
  }
}

export const withPresence = (room, member) => ({ ...member, isOnline: room.audience.isOnline(member.participantId) });

const isSame = (event, content, mentions) =>
  event.content === content &&
  event.mentions.length === mentions.length &&
  event.mentions.every((mentioned, index) => mentioned === mentions[index]);

const hasOwnerBeside = (room, owner) =>
  [...room.members.values()].some((member) => member !== owner && member.role === 'owner');

const isUsable = ({ revoked, endsAt, max_uses, uses }) =>
  !revoked && (endsAt === null || Date.now() * 1000 < endsAt) && (max_uses === null || uses < max_uses);

const showInvite = ({ invite_id, role, created_by, at, endsAt, max_uses, uses }) => ({
  invite_id,
  role,
  created_by,
  created_at: timeText(at),
  expires_at: endsAt === null ? null : timeText(endsAt),
  max_uses,
  uses,
});

// What clients send on a socket, and the one answer each of it gets (contract, section 4).

import { timeText } from './clock.js';
import { isPosition, readMessage } from './drafts.js';
import { isObject, parseJson, rawMember, withRaw } from './json.js';
import { asRefusal, invalid, Refusal, unavailable } from './refusal.js';
import { isMessageId } from './text.js';

const LONGEST_REF = 128;

export class Frames {
  #chat;
  #journal;
  #authenticator;
  #limits;
  #state;
  #handlers = new Map(
    Object.entries({
      message: (...args) => this.#message(...args),
      sync: (...args) => this.#sync(...args),
      typing: (...args) => this.#typing(...args),
      read: (...args) => this.#read(...args),
      ping: (...args) => this.#ping(...args),
      auth: (...args) => this.#auth(...args),
    }),
  );

  constructor({ chat, journal, authenticator, limits, state }) {
    this.#chat = chat;
    this.#journal = journal;
    this.#authenticator = authenticator;
    this.#limits = limits;
    this.#state = state;
  }

  /**
   * Carries a frame out at once and answers it when all that it has changed or seen is durable. That keeps
   * answers in the order of the frames, and a `sync` behind the message that was sent before it (RT-FIFO-03).
   */
  handle(connection, bytes) {
    const echo = {}; // the members of the frame that its answer repeats
    let answer;
    try {
      const text = bytes.toString('utf8'); // `ws` has checked that it is UTF-8
      answer = this.#carryOut(connection, text, echo);
    } catch (error) {
      answer = errorFrame(asRefusal(error), echo);
    }
    if (answer === undefined) return;
    this.#journal.whenDurable((failure) => {
      const frame = failure ? errorFrame(failure, echo) : answer;
      connection.send(echo.ref === undefined ? frame : withRawRef(frame, echo.ref));
    });
  }

  #carryOut(connection, text, echo) {
    const frame = parseJson(text);
    if (!isObject(frame)) throw invalid('A frame is an object.');
    if (Object.hasOwn(frame, 'ref')) echo.ref = readRef(frame.ref, text);
    if (typeof frame.type !== 'string') throw invalid('A frame has a type.');
    if (frame.type === 'message' && isMessageId(frame.message_id)) echo.message_id = frame.message_id;
    const handler = this.#handlers.get(frame.type);
    if (!handler) throw new Refusal('UNKNOWN_TYPE', 'There is no frame of this type.');
    if (this.#state.stopping || this.#journal.down) throw unavailable();
    return handler(connection, frame, text);
  }

  #message({ caller, conversationId }, frame, text) {
    const draft = readMessage(frame, text, this.#limits);
    const { number, duplicate } = this.#chat.send(caller, conversationId, draft);
    const about = { conversation_id: conversationId, message_id: draft.message_id };
    return JSON.stringify({ type: 'message_ack', ...about, sequence_id: number, duplicate });
  }

  #sync({ caller, conversationId }, { last_sequence_id: after, stream_id: streamId }) {
    if (!isPosition(after)) throw invalid('last_sequence_id is no position.');
    if (streamId !== undefined && (typeof streamId !== 'string' || streamId === ''))
      throw invalid('stream_id is no text.');
    const room = this.#chat.roomOf(caller, conversationId);
    const { about, events } = this.#chat.catchUp(room, { after, streamId });
    return withRaw({ type: 'sync', conversation_id: room.id, stream_id: room.streamId, ...about }, 'events', events);
  }

  #typing({ caller, conversationId }, { isTyping }) {
    if (typeof isTyping !== 'boolean') throw invalid('isTyping is neither true nor false.');
    this.#chat.type(caller, conversationId, isTyping); // ERR-ONE-02: no answer
  }

  #read({ caller, conversationId }, { sequence_id: number }) {
    if (!isPosition(number)) throw invalid('sequence_id is no position.');
    const reached = this.#chat.markRead(caller, conversationId, number);
    const about = { conversation_id: conversationId, participantId: caller.participantId };
    return JSON.stringify({ type: 'read', ...about, sequence_id: reached });
  }

  #ping(connection, { nonce }) {
    if (nonce !== undefined && typeof nonce !== 'string') throw invalid('nonce is no text.');
    return JSON.stringify({ type: 'pong', nonce });
  }

  #auth(connection, { token }) {
    if (typeof token !== 'string' || token === '') throw invalid('token is no text.');
    const identity = this.#authenticator.fromToken(token);
    if (identity.participantId !== connection.participantId) throw new Refusal('AUTH_FAILED');
    this.#chat.meet(identity);
    connection.endsAt = identity.endsAt;
    return JSON.stringify({ type: 'auth_ok', expires_at: timeText(Math.round(identity.expiresAt * 1000)) });
  }
}

/** The JSON of a valid `ref`; a large integer comes back digit by digit (ERR-REF-01). */
function readRef(ref, text) {
  if (typeof ref === 'string' && ref !== '' && [...ref].length <= LONGEST_REF) return JSON.stringify(ref);
  if (Number.isSafeInteger(ref)) return String(ref);
  const raw = typeof ref === 'number' ? rawMember(text, 'ref') : '';
  if (Number.isInteger(ref) || /^-?\d+$/.test(raw)) return raw;
  throw invalid('ref is neither an integer nor a string of 1 to 128 characters.');
}

const withRawRef = (json, ref) => `${json.slice(0, -1)},"ref":${ref}}`;

function errorFrame({ socketCode, message, retryAfter }, { message_id }) {
  return JSON.stringify({ type: 'error', code: socketCode, message, message_id, retry_after: retryAfter });
}

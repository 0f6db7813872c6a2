// One open socket: what waits to be written to it, its signs of life, and its end.

import { NO_BINARY, SILENT, TOKEN_EXPIRED, TOO_SLOW } from './close-codes.js';

// How long a client may take to answer a close frame. One that is dead or too slow gets less.
const FAREWELL_MS = 3000;
const SHORT_FAREWELL_MS = 1000;

export class Connection {
  #ws;
  #socket;
  #limits;
  #onEnd;
  #queue = []; // frames that the socket has no room for yet
  #queuedBytes = 0;
  #closing = false;
  #ended = false;
  #heard; // { bytes, at }: the last sign of life
  #pingedAt;
  #taken; // { mark, at }: when the reader last accepted a byte

  /** `handlers.onFrame(connection, bytes)` gets each text message; `handlers.onEnd(connection)` is called once. */
  constructor({ ws, socket, id, caller, room, limits }, { onFrame, onEnd }) {
    this.#ws = ws;
    this.#socket = socket;
    this.#limits = limits;
    this.#onEnd = onEnd;
    this.id = id;
    this.caller = caller;
    this.participantId = caller.participantId;
    this.conversationId = room.id;
    this.endsAt = caller.endsAt;
    const now = performance.now();
    this.#heard = { bytes: socket.bytesRead, at: now };
    this.#pingedAt = now;
    this.#taken = { mark: '', at: now };

    socket.on('drain', () => this.#pump());
    ws.on('message', (bytes, isBinary) => {
      if (this.#closing) return;
      if (isBinary) this.close(NO_BINARY);
      else onFrame(this, bytes);
    });
    ws.on('close', () => this.#end());
    ws.on('error', () => {}); // `ws` closes with the code that fits
  }

  get #backlog() {
    return this.#queuedBytes + this.#socket.writableLength;
  }

  send(frame) {
    if (this.#closing) return;
    const bytes = typeof frame === 'string' ? Buffer.from(frame) : frame;
    this.#queue.push(bytes);
    this.#queuedBytes += bytes.length;
    this.#pump();
    if (this.#backlog > this.#limits.send_queue_bytes) this.#drop(TOO_SLOW); // SLOW-CUT-02
  }

  /** Sends what may be lost, unless the reader lags behind. */
  sendIfCalm(frame) {
    if (this.#backlog < this.#limits.send_queue_bytes / 2) this.send(frame);
  }

  /** Ends the connection behind all that was sent on it. */
  close(code) {
    if (this.#closing) return;
    this.#pump(true);
    this.#sayGoodbye(code, FAREWELL_MS);
  }

  terminate() {
    this.#ws.terminate();
  }

  /** Looks after the connection; called several times a second. */
  tick(now) {
    if (this.#ws.readyState !== this.#ws.OPEN && !this.#closing) {
      // The client is closing, or broke the protocol and is being closed by `ws`.
      this.#sayGoodbye(undefined, FAREWELL_MS);
    }
    if (this.#closing) return;
    if (Date.now() >= this.endsAt)
      this.#drop(TOKEN_EXPIRED); // AUTH-LIVE-02: not behind the events that wait
    else if (this.#isSilent(now)) this.#drop(SILENT);
    else if (this.#isStuck(now) || this.#backlog > this.#limits.send_queue_bytes) this.#drop(TOO_SLOW);
    else this.#ping(now);
  }

  #pump(regardless = false) {
    let sent = 0;
    while (sent < this.#queue.length && (regardless || !this.#socket.writableNeedDrain)) {
      const bytes = this.#queue[sent++];
      this.#queuedBytes -= bytes.length;
      this.#ws.send(bytes, { binary: false });
    }
    if (sent > 0) this.#queue.splice(0, sent);
  }

  /** Ends the connection without what waits to be sent. */
  #drop(code) {
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#sayGoodbye(code, Math.min(SHORT_FAREWELL_MS, this.#limits.settle_ms / 2));
  }

  #sayGoodbye(code, patienceMs) {
    this.#closing = true;
    this.#ws.close(code);
    this.#end();
    setTimeout(() => this.terminate(), patienceMs).unref();
  }

  /** From here on the connection counts as ended, whether or not the client takes notice (PRES-HALF-01). */
  #end() {
    this.#closing = true;
    if (this.#ended) return;
    this.#ended = true;
    this.#onEnd(this);
  }

  /** Any byte is a sign of life. */
  #isSilent(now) {
    const bytes = this.#socket.bytesRead;
    if (bytes !== this.#heard.bytes) this.#heard = { bytes, at: now };
    const { interval_ms: interval, timeout_ms: timeout } = this.#limits.heartbeat;
    return now - this.#heard.at >= interval + timeout;
  }

  #ping(now) {
    if (now - this.#pingedAt < this.#limits.heartbeat.interval_ms) return;
    this.#pingedAt = now;
    this.#ws.ping();
  }

  /**
   * Whether bytes wait and none was taken for too long. Completed writes alone would not tell: a reader may need
   * long for one large frame, so the handle is asked how much of the present write is left (SLOW-SPARE-01).
   */
  #isStuck(now) {
    const { bytesWritten, writableLength, _handle: handle } = this.#socket;
    const mark = `${bytesWritten - writableLength} ${handle?.writeQueueSize}`;
    if (writableLength === 0 || mark !== this.#taken.mark) this.#taken = { mark, at: now };
    return now - this.#taken.at >= this.#limits.write_timeout_ms;
  }
}

// From an HTTP upgrade to an open connection (contract, sections 4.1 and 4.2).

import { randomBytes } from 'node:crypto';
import { ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import { withPresence } from './chat.js';
import { Connection } from './connection.js';
import { isAllowed, matchPath, readInteger, readTarget, sendProblem, setCommonHeaders, splitTemplate } from './http.js';
import { withRaw } from './json.js';
import { asRefusal, invalid, notFound, Refusal, unavailable } from './refusal.js';

const PATH = splitTemplate('/chat/ws/{id}');
const PROTOCOL = 'chat.v1';
const LINGER_MS = 2000; // for a client that does not close its side after a refusal
const KEY = /^[+/0-9A-Za-z]{22}==$/;

export class Handshakes {
  #chat;
  #journal;
  #authenticator;
  #frames;
  #connections;
  #limits;
  #allowedOrigins;
  #state;
  #sockets;

  constructor({ chat, journal, authenticator, frames, connections, limits, allowedOrigins, state }) {
    this.#chat = chat;
    this.#journal = journal;
    this.#authenticator = authenticator;
    this.#frames = frames;
    this.#connections = connections;
    this.#limits = limits;
    this.#allowedOrigins = allowedOrigins;
    this.#state = state;
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      maxPayload: limits.max_frame_bytes,
      handleProtocols: (offered) => (offered.has(PROTOCOL) ? PROTOCOL : false), // WS-PROTO-03
    });
    this.#sockets.on('wsClientError', (error, socket, request) => {
      this.#refuse(request, socket, invalid('This is no handshake of a WebSocket.'));
    });
  }

  handle(request, socket, head) {
    socket.on('error', () => socket.destroy());
    try {
      const { segments, query } = readTarget(request.url);
      const params = matchPath(PATH, segments);
      if (!params) throw notFound();
      this.#checkOrigin(request); // before the credential (WS-ORIGIN-06)
      checkProtocol(request);
      if (this.#state.stopping || this.#journal.down) throw unavailable();
      const caller = this.#identify(request, query);
      const resume = readResume(query);
      this.#chat.meet(caller);
      this.#open(request, socket, head, { caller, resume, room: this.#chat.roomOf(caller, params.id) });
    } catch (error) {
      // Behind the disk, like every answer that was judged by the state in memory.
      this.#journal.whenDurable((failure) => this.#refuse(request, socket, failure ?? asRefusal(error)));
    }
  }

  #checkOrigin({ headers: { origin } }) {
    if (origin !== undefined && !isAllowed(origin, this.#allowedOrigins)) {
      throw new Refusal('ORIGIN_NOT_ALLOWED', 'This origin is not let in.');
    }
  }

  #identify({ headers: { authorization } }, query) {
    if (authorization !== undefined && query.has('ticket')) throw invalid('Bring one credential.'); // WS-CRED-02
    return this.#authenticator.fromHeader(authorization);
  }

  /**
   * Position, members and page are taken now; the connection opens when they are durable. The journal settles in
   * order, so events up to the position were published before that, and later ones come after it (DLV-RACE-01).
   */
  #open(request, socket, head, { caller, resume, room }) {
    const snapshot = { head: room.head, members: this.#chat.membersOf(room) };
    const page = resume && this.#chat.catchUp(room, resume);
    this.#journal.whenDurable((failure) => {
      try {
        if (failure) throw failure;
        if (this.#state.stopping) throw unavailable();
        if (room.audience.connectionsOf(caller.participantId) >= this.#limits.max_connections_per_participant) {
          throw new Refusal('TOO_MANY_CONNECTIONS', 'Close another connection first.');
        }
      } catch (error) {
        this.#refuse(request, socket, asRefusal(error));
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (ws) => {
        const connection = this.#connect(ws, socket, caller, room);
        connection.send(this.#welcome(connection, room, snapshot, page));
      });
    });
  }

  #connect(ws, socket, caller, room) {
    const id = `k_${randomBytes(18).toString('base64url')}`;
    const connection = new Connection(
      { ws, socket, id, caller, room, limits: this.#limits },
      {
        onFrame: (from, bytes) => this.#frames.handle(from, bytes),
        onEnd: (ended) => {
          this.#connections.delete(ended);
          room.audience.remove(ended);
        },
      },
    );
    this.#connections.add(connection);
    room.audience.add(connection);
    return connection;
  }

  #welcome({ id, participantId }, room, { head, members }, page) {
    const participants = members.map((member) => withPresence(room, member));
    const connected = {
      type: 'connected',
      connection_id: id,
      conversation_id: room.id,
      stream_id: room.streamId,
      current_sequence_id: head,
      participant: participants.find((participant) => participant.participantId === participantId),
      conversation: room.summary,
      participants,
      heartbeat: this.#limits.heartbeat,
      limits: this.#limits,
    };
    return page ? withRaw({ ...connected, ...page.about }, 'events', page.events) : JSON.stringify(connected);
  }

  /** A refused handshake is answered like any other request (ERR-SHAKE-01). */
  #refuse(request, socket, refusal) {
    if (!socket.writable) return;
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on('finish', () => {
      response.detachSocket(socket);
      socket.end();
      setTimeout(() => socket.destroy(), LINGER_MS).unref();
    });
    socket.resume(); // what the client still sends is of no interest, but has to be read for its end to be seen
    setCommonHeaders(request, response, this.#allowedOrigins);
    sendProblem(response, refusal);
  }
}

function checkProtocol({ method, headers }) {
  if (method !== 'GET') {
    throw new Refusal('METHOD_NOT_ALLOWED', 'Use GET.', { headers: { Allow: 'GET, HEAD, OPTIONS' } });
  }
  if (headers.upgrade?.toLowerCase() !== 'websocket' || headers['sec-websocket-version'] !== '13') {
    throw new Refusal('UPGRADE_REQUIRED', 'Use version 13 of the WebSocket protocol.', {
      headers: { Upgrade: 'websocket', 'Sec-WebSocket-Version': '13' },
    });
  }
  if (!KEY.test(headers['sec-websocket-key'] ?? '')) throw invalid('Sec-WebSocket-Key is missing or malformed.');
}

/** Where the client wants to go on from, or null (SYNC-RESUME-01). */
function readResume(query) {
  const after = readInteger(query, 'after', 0);
  return after === undefined ? null : { after, streamId: query.get('stream_id') ?? undefined };
}

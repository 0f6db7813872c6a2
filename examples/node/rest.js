// The operations over HTTP (contract, section 3; openapi.yaml).

import { createHash } from 'node:crypto';
import { CAPABILITIES, SERVER } from './about.js';
import { timeText } from './clock.js';
import { readCreation, readInvite, readJoin, readMessage, readRole } from './drafts.js';
import {
  isAllowed,
  matchPath,
  readBody,
  readInteger,
  readTarget,
  sendJson,
  sendProblem,
  setCommonHeaders,
  splitTemplate,
} from './http.js';
import { withRaw } from './json.js';
import { asRefusal, invalid, notFound, Refusal, unavailable } from './refusal.js';

const CONVERSATIONS_SHOWN = 20;
const MOST_CONVERSATIONS = 100; // CONV-LIST-07
const IDEMPOTENCY_KEY = /^[!-~]{1,128}$/;
const SUCCESS = { json: '{"success":true}' };

export class Rest {
  #chat;
  #journal;
  #keys;
  #authenticator;
  #connections;
  #limits;
  #allowedOrigins;
  #state;
  // A literal path stands before the templates that would fit it too (GEN-PATH-01).
  #paths = [
    this.#path('/chat/capabilities', { GET: open(() => this.#capabilities()) }),
    this.#path('/health/chat', { GET: open(() => this.#health()) }),
    this.#path('/chat/create', { POST: (call) => this.#create(call) }),
    this.#path('/chat/my-conversations', { GET: (call) => this.#list(call) }),
    this.#path('/chat/conversations/{id}', { GET: (call) => this.#look(call) }),
    this.#path('/chat/ws/{id}', { GET: open(() => upgradeRequired()) }),
    this.#path('/chat/join/{token}', { POST: (call) => this.#joinByInvite(call) }),
    this.#path('/chat/{id}/join', { POST: (call) => this.#join(call) }),
    this.#path('/chat/{id}/leave', { DELETE: (call) => this.#leave(call) }),
    this.#path('/chat/{id}/events', { GET: (call) => this.#page(call, false) }),
    this.#path('/chat/{id}/messages', { GET: (call) => this.#page(call, true), POST: (call) => this.#send(call) }),
    this.#path('/chat/{id}/invites', { GET: (call) => this.#listInvites(call), POST: (call) => this.#invite(call) }),
    this.#path('/chat/{id}/invites/{inviteId}', { DELETE: (call) => this.#revoke(call) }),
    this.#path('/chat/{id}/participants/{participantId}', {
      PATCH: (call) => this.#changeRole(call),
      DELETE: (call) => this.#remove(call),
    }),
  ];

  constructor({ chat, journal, keys, authenticator, connections, limits, allowedOrigins, state }) {
    this.#chat = chat;
    this.#journal = journal;
    this.#keys = keys;
    this.#authenticator = authenticator;
    this.#connections = connections;
    this.#limits = limits;
    this.#allowedOrigins = allowedOrigins;
    this.#state = state;
  }

  #path(template, operations) {
    const methods = Object.keys(operations);
    if (operations.GET) methods.push('HEAD');
    return { template: splitTemplate(template), operations, allow: [...methods, 'OPTIONS'].join(', ') };
  }

  async handle(request, response) {
    setCommonHeaders(request, response, this.#allowedOrigins);
    try {
      const answer = await this.#answer(request);
      if (answer.status === 204) response.writeHead(204, answer.headers).end();
      else sendJson(response, answer);
    } catch (error) {
      sendProblem(response, asRefusal(error));
    }
  }

  async #answer(request) {
    const { segments, query } = readTarget(request.url);
    const { path, params } = this.#find(segments);
    if (request.method === 'OPTIONS') return this.#options(request, path);
    const operation = path.operations[request.method === 'HEAD' ? 'GET' : request.method];
    if (!operation) throw new Refusal('METHOD_NOT_ALLOWED', `Use ${path.allow}.`, { headers: { Allow: path.allow } });
    if (this.#state.stopping) throw unavailable();
    if (operation.isOpen) return operation();
    const caller = this.#authenticator.fromHeader(request.headers.authorization);
    const hasBody = request.method === 'POST' || request.method === 'PATCH';
    const received = hasBody ? await readBody(request, this.#limits.max_frame_bytes) : {};
    if (this.#state.stopping || this.#journal.down) throw unavailable();
    this.#chat.meet(caller);
    return this.#behindTheDisk(() => operation({ request, caller, params, query, ...received }));
  }

  /** Nothing is told, a refusal included, that a crash could still undo (DUR-SEEN-02). */
  async #behindTheDisk(act) {
    try {
      return act();
    } finally {
      await this.#journal.durable();
    }
  }

  #find(segments) {
    for (const path of this.#paths) {
      const params = matchPath(path.template, segments);
      if (params) return { path, params };
    }
    throw notFound();
  }

  #options({ headers: { origin } }, { allow }) {
    const headers = { Allow: allow };
    if (isAllowed(origin, this.#allowedOrigins)) {
      headers['Access-Control-Allow-Methods'] = allow;
      headers['Access-Control-Allow-Headers'] = 'Authorization, Content-Type, Idempotency-Key';
      headers['Access-Control-Max-Age'] = '600';
    }
    return { status: 204, headers };
  }

  // The service

  #capabilities() {
    return json({
      protocol_version: '1.0',
      server: SERVER,
      capabilities: CAPABILITIES,
      limits: this.#limits,
      allowed_origins: this.#allowedOrigins,
    });
  }

  #health() {
    this.#keys.refresh();
    const { down, latencyMs } = this.#journal;
    const nearLimit = this.#chat.countNearQueueLimit();
    const degraded = this.#keys.down || nearLimit > 0;
    const document = {
      status: down ? 'unhealthy' : degraded ? 'degraded' : 'healthy',
      timestamp: timeText(Date.now() * 1000),
      checks: {
        websocket: { status: 'healthy', connections: this.#connections.size, connection_limit: null },
        storage: { status: down ? 'unhealthy' : 'healthy', backend: 'journal', latency_ms: latencyMs },
        queues: {
          status: nearLimit > 0 ? 'degraded' : 'healthy',
          total_conversations: this.#chat.roomCount,
          queues_near_limit: nearLimit,
        },
        x_keys: { status: this.#keys.down ? 'degraded' : 'healthy' },
      },
    };
    return down ? json(document, { status: 503, headers: { 'Retry-After': '1' } }) : json(document);
  }

  // Conversations

  #create({ request, caller, body, bytes }) {
    const key = request.headers['idempotency-key'];
    if (key !== undefined && !IDEMPOTENCY_KEY.test(key))
      throw invalid('Idempotency-Key is not 1 to 128 visible ASCII characters.');
    const bodyHash = createHash('sha256').update(bytes).digest('base64url');
    const resource = this.#chat.create(caller, readCreation(body, this.#limits), { key, bodyHash });
    const headers = { Location: `/chat/conversations/${resource.about.id}` };
    return { status: 201, json: renderResource(resource), headers };
  }

  #list({ caller, query }) {
    const limit = Math.min(readInteger(query, 'limit', 1) ?? CONVERSATIONS_SHOWN, MOST_CONVERSATIONS);
    const { conversations, nextBefore } = this.#chat.list(caller, { limit, before: readCursor(query) });
    return json({ conversations, next_cursor: nextBefore === null ? null : makeCursor(nextBefore) });
  }

  #look({ caller, params, query }) {
    const found = this.#chat.look(caller, params.id, query.get('invite') ?? undefined);
    return found.preview ? json(found.preview) : { json: renderResource(found) };
  }

  // The timeline

  #page({ caller, params, query }, messagesOnly) {
    const after = readInteger(query, 'after', 0);
    const before = readInteger(query, 'before', 0);
    if (after !== undefined && before !== undefined) throw invalid('after and before exclude each other.');
    const limit = Math.min(readInteger(query, 'limit', 1) ?? Infinity, this.#limits.history_page);
    return { json: this.#chat.page(caller, params.id, { after, before, limit, messagesOnly }) };
  }

  #send({ caller, params, body, text }) {
    const sent = this.#chat.send(caller, params.id, readMessage(body, text, this.#limits));
    return { status: sent.duplicate ? 200 : 201, json: sent.json };
  }

  // Membership

  #join({ caller, params, body }) {
    const resource = this.#chat.join(caller, params.id, readJoin(body, this.#limits));
    return joined(resource);
  }

  #joinByInvite({ caller, params, body }) {
    const { displayName } = body;
    const resource = this.#chat.joinByInvite(caller, params.token, readJoin({ displayName }, this.#limits));
    return joined(resource);
  }

  #leave({ caller, params }) {
    this.#chat.leave(caller, params.id);
    return SUCCESS;
  }

  #changeRole({ caller, params, body }) {
    const participant = this.#chat.changeRole(caller, params.id, params.participantId, readRole(body));
    return json({ success: true, participant });
  }

  #remove({ caller, params }) {
    this.#chat.remove(caller, params.id, params.participantId);
    return SUCCESS;
  }

  // Invites

  #invite({ caller, params, body }) {
    return json(this.#chat.createInvite(caller, params.id, readInvite(body)), { status: 201 });
  }

  #listInvites({ caller, params }) {
    return json({ invites: this.#chat.listInvites(caller, params.id) });
  }

  #revoke({ caller, params }) {
    this.#chat.revokeInvite(caller, params.id, params.inviteId);
    return SUCCESS;
  }
}

/** Marks an operation that asks for no credential and waits for nothing. */
const open = (operation) => Object.assign(operation, { isOpen: true });

function upgradeRequired() {
  throw new Refusal('UPGRADE_REQUIRED', 'This is a WebSocket.', { headers: { Upgrade: 'websocket' } });
}

const json = (value, more) => ({ json: JSON.stringify(value), ...more });
const renderResource = ({ about, messages }) => withRaw(about, 'messages', messages);
const joined = (resource) => ({ json: withRaw({ success: true }, 'conversation', renderResource(resource)) });

// A cursor is the time of the last activity of the last conversation shown. It says nothing about whose list it
// came from and is applied to the caller's own (CONV-LIST-09).
const makeCursor = (activeAt) => Buffer.from(String(activeAt)).toString('base64url');

function readCursor(query) {
  const cursor = query.get('cursor');
  if (cursor === null) return Infinity;
  const time = Buffer.from(cursor, 'base64url').toString('latin1');
  if (!/^\d{1,16}$/.test(time)) throw invalid('This is no cursor.');
  return Number(time);
}

// A server for version 1.0 of the chat contract; see README.md.

import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Authenticator, KeySource } from './auth.js';
import { Chat } from './chat.js';
import { GOING_AWAY } from './close-codes.js';
import { Frames } from './frames.js';
import { Handshakes } from './handshake.js';
import { Journal } from './journal.js';
import { declareLimits } from './limits.js';
import { invalid } from './refusal.js';
import { Rest } from './rest.js';

const HOST = '127.0.0.1';
const MOST_TICK_MS = 100;
const KEYS_EVERY_MS = 500;
const IDLE_HTTP_MS = 75000;
const WHOLE_REQUEST_MS = 120000;
const FAREWELL_MS = 3500; // STOP-TIME-01 allows 10 s for everything

const options = readOptions();
const { limits, allowedOrigins } = options;
const state = { stopping: false };
const connections = new Set();

const keys = new KeySource(options.jwks);
const { issuer, audience } = options;
const authenticator = new Authenticator({ keys, issuer, audience, leewaySeconds: limits.clock_leeway_s });

mkdirSync(options.data, { recursive: true });
const journal = new Journal(join(options.data, 'journal.jsonl'));
const chat = new Chat({ journal, limits });
await journal.open(() => chat.load());
await chat.load();

const parts = { chat, journal, keys, authenticator, connections, limits, allowedOrigins, state };
const rest = new Rest(parts);
const handshakes = new Handshakes({ ...parts, frames: new Frames(parts) });

const server = createServer({
  headersTimeout: limits.handshake_timeout_ms, // LIM-HEAD-01
  connectionsCheckingInterval: Math.max(20, Math.min(200, limits.settle_ms / 4)),
  keepAliveTimeout: IDLE_HTTP_MS,
  requestTimeout: WHOLE_REQUEST_MS,
  noDelay: true,
  requireHostHeader: false, // node would refuse without a problem as the body (ERR-PROBLEM-01)
});
server.on('request', (request, response) => rest.handle(request, response));
server.on('checkExpectation', (request, response) => rest.handle(request, response));
server.on('upgrade', (request, socket, head) => handshakes.handle(request, socket, head));
server.on('clientError', refuseBrokenRequest);
server.listen(options.port, HOST, () => console.log(`ready http://${HOST}:${server.address().port}`));

// Often enough for a ping to be on time and answered well before the connection counts as silent.
const tickMs = Math.max(5, Math.min(MOST_TICK_MS, limits.heartbeat.interval_ms / 5, limits.heartbeat.timeout_ms / 5));
setInterval(() => {
  const now = performance.now();
  for (const connection of connections) connection.tick(now);
}, tickMs).unref();
setInterval(() => keys.refresh(), Math.max(20, Math.min(KEYS_EVERY_MS, limits.settle_ms / 4))).unref();

for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, stop);

/** Takes no new work, answers what was accepted, says goodbye and goes (section 4.17). */
async function stop() {
  state.stopping = true;
  const emptied = new Promise((resolve) => server.close(resolve));
  setInterval(() => server.closeIdleConnections(), MOST_TICK_MS);
  setTimeout(() => process.exit(0), 2 * FAREWELL_MS); // even if the disk does not answer any more
  await journal.durable().catch(() => {}); // STOP-ANSWER-01: its answers have been sent when this settles
  for (const connection of [...connections]) connection.close(GOING_AWAY);
  await Promise.race([emptied, new Promise((resolve) => setTimeout(resolve, FAREWELL_MS))]);
  await journal.close().catch(() => {});
  process.exit(0);
}

function refuseBrokenRequest(error, socket) {
  if (!socket.writable || error.code === 'ERR_HTTP_REQUEST_TIMEOUT' || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const { status, code, message: detail } = invalid('This is no HTTP request that can be understood.');
  const problem = JSON.stringify({ type: 'about:blank', title: 'Bad Request', status, detail, code });
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/problem+json\r\nX-Content-Type-Options: nosniff\r\n` +
      `Content-Length: ${Buffer.byteLength(problem)}\r\nConnection: close\r\n\r\n${problem}`,
  );
}

function readOptions() {
  try {
    const text = { type: 'string' };
    const list = { type: 'string', multiple: true, default: [] };
    const { values } = parseArgs({
      options: {
        port: text,
        data: text,
        jwks: text,
        issuer: text,
        audience: text,
        limit: list,
        'allowed-origin': list,
      },
    });
    for (const name of ['port', 'data', 'jwks', 'issuer', 'audience']) {
      if (values[name] === undefined) throw new Error(`--${name} is missing`);
    }
    return {
      ...values,
      port: Number(values.port),
      limits: declareLimits(values.limit),
      allowedOrigins: values['allowed-origin'].map((url) => new URL(url).origin),
    };
  } catch (error) {
    console.error(`chat server: ${error.message}`);
    process.exit(2);
  }
}

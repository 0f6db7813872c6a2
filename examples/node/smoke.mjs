// A walk through the server from outside: `node smoke.mjs`. Says what it tried, and fails loudly.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

const here = new URL('.', import.meta.url).pathname;
const folder = mkdtempSync(join(process.env.SMOKE_DIR ?? tmpdir(), 'smoke-'));
const jwks = join(folder, 'jwks.json');
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
writeFileSync(jwks, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'ES256' }] }));

function mint(sub, { claims = {}, header = {} } = {}) {
  const now = Math.floor(Date.now() / 1000);
  const encode = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = { sub, iss: 'iss', aud: 'chat', exp: now + 600, ...claims };
  const signed = `${encode({ alg: 'ES256', kid: 'k1', ...header })}.${encode(body)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

let server;
let base;

async function start(...limits) {
  const settings = ['settle_ms=500', 'typing_interval_ms=300', 'clock_leeway_s=0', 'queue_limit=100', ...limits];
  const args = [
    'server.js',
    '--port',
    '0',
    '--data',
    join(folder, 'data'),
    '--jwks',
    jwks,
    '--issuer',
    'iss',
    '--audience',
    'chat',
  ];
  const more = ['--allowed-origin', 'https://chat.example', ...settings.flatMap((setting) => ['--limit', setting])];
  server = spawn(process.execPath, [...args, ...more], { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] });
  base = await new Promise((resolve) => server.stdout.on('data', (line) => resolve(String(line).trim().slice(6))));
}

function stop(signal) {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill(signal);
  return ended;
}

async function call(who, method, path, body, headers = {}) {
  const credential = who && { authorization: `Bearer ${who.includes('.') ? who : mint(who)}` };
  const content = body === undefined ? {} : { 'content-type': 'application/json' };
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(base + path, { method, body: text, headers: { ...content, ...credential, ...headers } });
  const answer = await response.text();
  return { status: response.status, headers: response.headers, body: answer && JSON.parse(answer), text: answer };
}

async function connect(who, id, { query = '', ...options } = {}) {
  const token = who.includes('.') ? who : mint(who);
  const ws = new WebSocket(`${base.replace('http', 'ws')}/chat/ws/${id}${query}`, ['chat.v1'], {
    headers: { authorization: `Bearer ${token}` },
    ...options,
  });
  const frames = [];
  ws.on('message', (data) => frames.push(JSON.parse(data)));
  const closed = new Promise((resolve) => ws.on('close', resolve));
  await new Promise((resolve, reject) => {
    ws.on('open', resolve);
    ws.on('error', reject);
  });
  const until = async (test, within = 3000) => {
    for (const end = Date.now() + within; Date.now() < end; await sleep(5)) {
      const found = frames.find(test);
      if (found) return found;
    }
    throw new Error(`nothing came: ${test}\n${JSON.stringify(frames)}`);
  };
  const say = (frame) => ws.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  await until((frame) => frame.type === 'connected');
  return { ws, frames, until, say, closed };
}

async function tried(what, act) {
  await act();
  console.log(`ok  ${what}`);
}

await start();
try {
  const created = await call('alice', 'POST', '/chat/create', {
    title: 'T',
    access: 'open',
    participants: [{ participantId: 'bob' }],
  });
  const { id } = created.body;

  await tried('creation and reading', async () => {
    assert.equal(created.status, 201);
    assert.equal(created.headers.get('location'), `/chat/conversations/${id}`);
    assert.deepEqual(
      created.body.participants.map(({ role }) => role),
      ['owner', 'member'],
    );
    assert.deepEqual(Object.keys((await call('eve', 'GET', `/chat/conversations/${id}`)).body), [
      'id',
      'title',
      'participant_count',
      'can_join',
    ]);
    assert.equal(
      (await call('eve', 'GET', `/chat/${id}/events`)).text,
      (await call('eve', 'GET', '/chat/none/events')).text,
    );
    assert.equal((await call('alice', 'GET', '/chat/my-conversations')).body.conversations[0].id, id);
  });

  await tried('refusals', async () => {
    const status = async (...args) => (await call(...args)).status;
    assert.equal(await status(null, 'GET', '/chat/my-conversations'), 401);
    assert.equal(await status('alice', 'PUT', '/chat/create'), 405);
    assert.equal(await status('alice', 'GET', '/nothing'), 404);
    assert.equal(await status('alice', 'POST', '/chat/create', '{"title": NaN}'), 400);
    assert.equal(await status('alice', 'POST', '/chat/create', '['.repeat(60000)), 400);
    assert.equal(await status('alice', 'POST', '/chat/create', `"${'x'.repeat(131072)}"`), 413);
    assert.equal(await status('alice', 'POST', '/chat/create', '{}', { 'content-type': 'text/plain' }), 415);
    assert.equal(await status('alice', 'GET', `/chat/${id}/events?after=1&before=2`), 400);
    assert.equal(await status('alice', 'DELETE', `/chat/${id}/participants/no%2Fbody`), 404);
    assert.equal(await status(mint('alice', { claims: { exp: 1 } }), 'GET', '/chat/my-conversations'), 401);
    assert.equal(await status(mint('alice', { header: { typ: 'at+jwt' } }), 'GET', '/chat/my-conversations'), 200);
    assert.equal(await status(mint('alice', { header: { kid: 'other' } }), 'GET', '/chat/my-conversations'), 401);
    const preflight = await call(null, 'OPTIONS', '/chat/create', undefined, { origin: 'https://chat.example' });
    assert.equal(preflight.headers.get('access-control-allow-methods'), 'POST, OPTIONS');
  });

  await tried('sending on both transports, exactly once', async () => {
    const alice = await connect('alice', id);
    const bob = await connect('bob', id);
    const exact =
      '{"type":"message","message_id":"m1","content":" <b>é\\u0000\\r\\n🚲 ","metadata":{"n":12345678901234567890,"d":1.50},"ref":12345678901234567891}';
    alice.say(exact);
    alice.say({ type: 'sync', last_sequence_id: 0, ref: 's' });
    const page = await alice.until((frame) => frame.type === 'sync');
    assert.equal(page.events[0].content, ' <b>é\0\r\n🚲 ');
    await bob.until((frame) => frame.sequence_id === 1);
    assert.match(
      (await call('bob', 'GET', `/chat/${id}/events`)).text,
      /"metadata":\{"n":12345678901234567890,"d":1.50\}/,
    );
    const again = { message_id: 'm1', content: ' <b>é\0\r\n🚲 ', mentions: [] };
    assert.equal((await call('alice', 'POST', `/chat/${id}/messages`, again)).status, 200);
    assert.equal((await call('alice', 'POST', `/chat/${id}/messages`, { ...again, content: 'x' })).status, 409);
    assert.equal((await call('bob', 'POST', `/chat/${id}/messages`, again)).body.sequence_id, 2);
    for (const [frame, code] of [
      ['nonsense', 'INVALID_JSON'],
      ['{"type":"message","ref":1}', 'INVALID_FRAME'],
      ['{"type":"what"}', 'UNKNOWN_TYPE'],
    ]) {
      alice.say(frame);
      await alice.until((answer) => answer.code === code);
    }
    assert.equal((await call('bob', 'GET', `/chat/conversations/${id}`)).body.unread_count, 0);
    alice.say({ type: 'read', sequence_id: 99 });
    assert.equal((await bob.until((frame) => frame.type === 'read')).sequence_id, 2);
    alice.say({ type: 'typing', isTyping: true });
    await bob.until((frame) => frame.type === 'typing' && frame.isTyping);
    await bob.until((frame) => frame.type === 'typing' && !frame.isTyping);
    for (let n = 0; n < 400; n += 1) bob.say({ type: 'message', message_id: `burst-${n}`, content: 'x', ref: n });
    const answered = new Set();
    while (answered.size < 400) {
      for (const { type, ref } of bob.frames)
        if (ref !== undefined && (type === 'message_ack' || type === 'error')) answered.add(ref);
      await sleep(10);
    }
    const numbers = alice.frames.filter((frame) => frame.type === 'message').map((frame) => frame.sequence_id);
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
    );
    alice.ws.close();
    await bob.until((frame) => frame.type === 'participant_update' && !frame.participants[0].isOnline);
    bob.ws.terminate();
  });

  await tried('invites, roles, succession', async () => {
    const invite = (await call('alice', 'POST', `/chat/${id}/invites`, { role: 'read_only', max_uses: 1 })).body;
    assert.equal((await call('ron', 'POST', `/chat/join/${invite.token}`, { displayName: 'Ron' })).status, 200);
    assert.equal((await call('eve', 'POST', `/chat/join/${invite.token}`, {})).status, 410);
    assert.equal(
      (await call('ron', 'POST', `/chat/${id}/messages`, { message_id: 'r', content: 'r' })).body.code,
      'READ_ONLY',
    );
    assert.equal(
      (await call('alice', 'PATCH', `/chat/${id}/participants/bob`, { role: 'moderator' })).body.participant.role,
      'moderator',
    );
    assert.equal((await call('alice', 'PATCH', `/chat/${id}/participants/alice`, { role: 'member' })).status, 403);
    const ron = await connect('ron', id);
    assert.equal((await call('bob', 'DELETE', `/chat/${id}/participants/ron`)).status, 200);
    assert.equal(await ron.closed, 4403);
    const alice = await connect('alice', id);
    assert.equal((await call('alice', 'DELETE', `/chat/${id}/leave`)).status, 200);
    assert.equal(await alice.closed, 1000);
    const { events } = (await call('bob', 'GET', `/chat/${id}/events`)).body;
    assert.deepEqual(
      events.slice(-2).map(({ type }) => type),
      ['role_changed', 'participant_left'],
    );
  });

  await tried('a kill and a torn line lose nothing', async () => {
    const { text } = await call('bob', 'GET', `/chat/${id}/events`);
    await stop('SIGKILL');
    writeFileSync(join(folder, 'data', 'journal.jsonl'), '{"kind":"hap', { flag: 'a' });
    await start();
    assert.equal((await call('bob', 'GET', `/chat/${id}/events`)).text, text);
    assert.equal(
      (await call('bob', 'POST', `/chat/${id}/messages`, { message_id: 'after', content: 'x' })).status,
      201,
    );
  });

  await tried('keys that vanish and come back', async () => {
    renameSync(jwks, `${jwks}.away`);
    assert.equal((await call('bob', 'GET', '/chat/my-conversations')).status, 200);
    const refused = await call(mint('bob', { header: { kid: 'k2' } }), 'GET', '/chat/my-conversations');
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '1']);
    assert.equal((await call(null, 'GET', '/health/chat')).body.status, 'degraded');
    renameSync(`${jwks}.away`, jwks);
    assert.equal((await call(null, 'GET', '/health/chat')).body.status, 'healthy');
  });

  await tried('expiry, handshakes, stopping', async () => {
    const brief = await connect(mint('bob', { claims: { exp: Math.floor(Date.now() / 1000) + 1 } }), id);
    assert.equal(await brief.closed, 4401);
    await assert.rejects(connect('eve', id), /404/);
    await assert.rejects(connect('bob', id, { headers: { origin: 'https://chat.example.evil' } }), /403/);
    const resumed = await connect('bob', id, { query: '?after=0&stream_id=other' });
    assert.equal(resumed.frames[0].recovered, false);
    const exited = stop('SIGTERM');
    assert.equal(await resumed.closed, 1001);
    assert.equal(await exited, 0);
  });
} finally {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true });
}

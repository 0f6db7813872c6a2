// What every answer over HTTP has in common: its headers, problems, paths and bodies.

import { decodeUtf8, isObject, parseJson } from './json.js';
import { invalid, Refusal } from './refusal.js';
import { STATUS_CODES } from 'node:http';

const JSON_TYPE = 'application/json';
const PROBLEM_TYPE = 'application/problem+json';
const EXPOSED = 'Location, Retry-After, WWW-Authenticate';
// How long the rest of a refused body is read and thrown away, so that the client gets to see the refusal.
const DRAIN_MS = 2000;

/** Splits before it decodes, so that an id may hold any character (GEN-PID-02). */
export function readTarget(url) {
  const [path, query = ''] = url.split(/\?(.*)/s, 2);
  let segments = null;
  try {
    segments = path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    // not a path that anything has
  }
  return { segments, query: new URLSearchParams(query) };
}

/** The parameters of a path that fits a template such as `/chat/{id}/join`, or null. */
export function matchPath(template, segments) {
  if (segments === null || segments.length !== template.length) return null;
  const params = {};
  for (const [index, part] of template.entries()) {
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    if (name === undefined ? part !== segments[index] : segments[index] === '') return null;
    if (name !== undefined) params[name] = segments[index];
  }
  return params;
}

export const splitTemplate = (template) => template.split('/').slice(1);

/** Origins are compared whole: neither prefix nor suffix makes one allowed (WS-ORIGIN-04). */
export const isAllowed = (origin, allowedOrigins) => origin !== undefined && allowedOrigins.includes(origin);

export function setCommonHeaders(request, response, allowedOrigins) {
  const { origin } = request.headers;
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Cache-Control', 'no-store');
  response.setHeader('Vary', 'Origin');
  if (isAllowed(origin, allowedOrigins)) {
    response.setHeader('Access-Control-Allow-Origin', origin);
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  }
}

export function sendJson(response, { status = 200, json, headers = {}, type = JSON_TYPE }) {
  const bytes = Buffer.from(json);
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': bytes.length });
  response.end(bytes);
}

export function sendProblem(response, refusal) {
  const { status, code, message: detail, retryAfter } = refusal;
  const headers = { ...refusal.headers };
  if (retryAfter !== undefined) headers['Retry-After'] = String(Math.ceil(retryAfter));
  const problem = { type: 'about:blank', title: STATUS_CODES[status], status, detail, code, retry_after: retryAfter };
  sendJson(response, { status, json: JSON.stringify(problem), headers, type: PROBLEM_TYPE });
}

/** The JSON object of a request, with the text and the bytes it came as. */
export async function readBody(request, mostBytes) {
  const declared = request.headers['content-type'];
  if (declared !== undefined && declared.split(';', 1)[0].trim().toLowerCase() !== JSON_TYPE) {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE', 'Send application/json.');
  }
  const bytes = await readBytes(request, mostBytes);
  const text = decodeUtf8(bytes);
  const body = parseJson(text);
  if (!isObject(body)) throw invalid('The body is no object.');
  return { body, text, bytes };
}

function readBytes(request, mostBytes) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let size = 0;
    const refuse = () => {
      request.removeAllListeners('data').resume();
      setTimeout(() => request.complete || request.socket.destroy(), DRAIN_MS).unref();
      reject(new Refusal('MESSAGE_TOO_LARGE', `The body is larger than ${mostBytes} bytes.`));
    };
    if (Number(request.headers['content-length']) > mostBytes) return refuse();
    request.on('data', (chunk) => {
      size += chunk.length;
      if (size > mostBytes) refuse();
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => reject(invalid('The body was cut off.')));
  });
}

/** A number in a query, or undefined where it is absent. */
export function readInteger(query, name, least) {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d+$/.test(text) || Number(text) < least) throw invalid(`${name} is no integer of at least ${least}.`);
  return Number(text);
}

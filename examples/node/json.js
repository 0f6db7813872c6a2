// Reading JSON without losing anything, and writing it without parsing stored events again.

import { Refusal } from './refusal.js';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function decodeUtf8(bytes) {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Refusal('INVALID_JSON', 'The body is not UTF-8.');
  }
}

export function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('INVALID_JSON', 'This is not JSON.');
  }
}

export const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

// A string, a bracket or a comma or colon, or a number or a word. The input has been parsed before, so it is valid.
const TOKEN = /[\t\n\r ]*("[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\t\n\r ",:{}[\]]+)/y;

/**
 * The compact JSON of one member of an object, or undefined. Numbers stay as they were written: a JavaScript
 * number would round large integers, and MSG-META-01 and ERR-REF-01 want them back equal.
 */
export function rawMember(text, name) {
  let found;
  let depth = 0;
  let key; // of the member of the outermost object that is being read
  let expectsKey = false;
  let pieces = null;
  TOKEN.lastIndex = 0;
  for (let match; (match = TOKEN.exec(text)); ) {
    const token = match[1];
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    if (pieces && (depth === 0 || (depth === 1 && token === ','))) {
      found = pieces.join(''); // of two members of one name the last counts, as with JSON.parse
      pieces = null;
    }
    if (pieces) pieces.push(token[0] === '"' ? JSON.stringify(JSON.parse(token)) : token);
    else if (depth === 1 && expectsKey && token[0] === '"') {
      key = JSON.parse(token);
      expectsKey = false;
    } else if (depth === 1 && token === ':' && key === name) pieces = [];
    if (depth === 1 && token === ',') expectsKey = true;
    if (token === '{' || token === '[') {
      if (depth === 0) expectsKey = true;
      depth += 1;
    }
  }
  return found;
}

/** Adds a member whose value is JSON text already. */
export function withRaw(object, name, rawValue) {
  const text = JSON.stringify(object);
  const comma = text === '{}' ? '' : ',';
  return `${text.slice(0, -1)}${comma}${JSON.stringify(name)}:${rawValue}}`;
}

export const rawList = (texts) => `[${texts.join(',')}]`;

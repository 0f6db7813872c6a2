// The rules for what people type: lengths count code points, nothing is trimmed or changed (contract, section 1.4).

import { Refusal, invalid } from './refusal.js';

const PRINTABLE = /^[ -~]+$/;

export const isPrintable = (value, longest) =>
  typeof value === 'string' && value.length <= longest && PRINTABLE.test(value);

export const isParticipantId = (value) => isPrintable(value, 255);
export const isMessageId = (value) => isPrintable(value, 128);

export function isLongerThan(text, codePoints) {
  if (text.length <= codePoints) return false;
  return text.length > 2 * codePoints || codePointLength(text) > codePoints;
}

function codePointLength(text) {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export function firstCodePoints(text, count) {
  return Array.from(text.slice(0, 2 * count))
    .slice(0, count)
    .join('');
}

/** A title, a name or a site: one or more Unicode scalar values, at most so many. */
export function readLabel(name, value, longest) {
  if (typeof value !== 'string' || value === '' || !value.isWellFormed()) throw invalid(`${name} is no text.`);
  if (isLongerThan(value, longest)) throw invalid(`${name} is longer than ${longest} characters.`);
  return value;
}

export function readContent(value, longest) {
  if (typeof value !== 'string' || value === '') throw invalid('content is no text.');
  if (!value.isWellFormed()) throw invalid('content holds half of a character.'); // CONT-SURR-01
  if (isLongerThan(value, longest)) {
    throw new Refusal('MESSAGE_TOO_LARGE', `content is longer than ${longest} characters.`);
  }
  return value;
}

// What clients may send, checked against the schemas. Members that are not named here are ignored (GEN-EXT-01).

import { isObject, rawMember } from './json.js';
import { invalid } from './refusal.js';
import { isRole } from './roles.js';
import { isMessageId, isParticipantId, readContent, readLabel } from './text.js';

const MOST_MENTIONS = 20;
const MOST_SITES = 20;
const LONGEST_SITE = 255;
const MOST_METADATA_BYTES = 4096;
const MODES = ['list', 'summarize', 'generate'];
const ACCESSES = ['invite', 'open'];

export const isPosition = (value) => Number.isInteger(value) && value >= 0;
const isCount = (value) => Number.isInteger(value) && value >= 1;

/** `text` is the JSON that `body` was parsed from. */
export function readMessage(body, text, limits) {
  const { message_id, mentions = [], reply_to = null } = body;
  if (!isMessageId(message_id)) throw invalid('message_id is not 1 to 128 printable ASCII characters.');
  const content = readContent(body.content, limits.max_content_length);
  if (!isListOf(isParticipantId, mentions, MOST_MENTIONS) || new Set(mentions).size !== mentions.length) {
    throw invalid(`mentions is no list of up to ${MOST_MENTIONS} different participants.`);
  }
  if (body.reply_to !== undefined && !isCount(reply_to)) throw invalid('reply_to is no number of an event.');
  return { message_id, content, mentions, reply_to, metadata: readMetadata(body, text) };
}

function readMetadata({ metadata }, text) {
  if (metadata === undefined) return null;
  if (!isObject(metadata)) throw invalid('metadata is no object.');
  const raw = rawMember(text, 'metadata');
  if (Buffer.byteLength(raw) > MOST_METADATA_BYTES)
    throw invalid(`metadata takes more than ${MOST_METADATA_BYTES} bytes.`);
  return raw;
}

export function readCreation(body, limits) {
  const { title = null, access = 'invite', mode = null, sites = [], participants = [] } = body;
  if (title !== null) readLabel('title', title, limits.max_title_length);
  if (!ACCESSES.includes(access)) throw invalid('access is neither invite nor open.');
  if (body.mode !== undefined && !MODES.includes(mode)) throw invalid('mode is unknown.');
  if (!Array.isArray(sites) || sites.length > MOST_SITES) throw invalid(`sites is no list of up to ${MOST_SITES}.`);
  for (const site of sites) readLabel('A site', site, LONGEST_SITE);
  return { title, access, mode, sites, participants: readParticipants(participants, limits) };
}

function readParticipants(participants, limits) {
  if (!isListOf(isObject, participants)) throw invalid('participants is no list of objects.');
  const named = participants.map(({ participantId, displayName }) => {
    if (!isParticipantId(participantId)) throw invalid('A participantId is not 1 to 255 printable ASCII characters.');
    return { participantId, displayName: readDisplayName(displayName, limits) };
  });
  if (new Set(named.map(({ participantId }) => participantId)).size !== named.length) {
    throw invalid('A participant is named twice.');
  }
  return named;
}

function readDisplayName(displayName, limits) {
  return displayName === undefined ? undefined : readLabel('displayName', displayName, limits.max_display_name_length);
}

export function readJoin({ displayName, invite }, limits) {
  if (invite !== undefined && (typeof invite !== 'string' || invite === '')) throw invalid('invite is no token.');
  return { displayName: readDisplayName(displayName, limits), invite };
}

export function readInvite({ role = 'member', expires_in, max_uses }) {
  if (!isRole(role)) throw invalid('role is unknown.');
  if (expires_in !== undefined && !isCount(expires_in)) throw invalid('expires_in is no number of seconds.');
  if (max_uses !== undefined && !isCount(max_uses)) throw invalid('max_uses is no number of uses.');
  return { role, expires_in, max_uses };
}

export function readRole({ role }) {
  if (!isRole(role)) throw invalid('role is unknown.');
  return role;
}

function isListOf(isItem, value, most = Infinity) {
  return Array.isArray(value) && value.length <= most && value.every(isItem);
}

// Every "no" of this server, on both transports, is a Refusal (contract, sections 3.2 and 4.5).

const STATUS = {
  INVALID_JSON: 400,
  INVALID_REQUEST: 400,
  AUTH_FAILED: 401,
  FORBIDDEN: 403,
  READ_ONLY: 403,
  ORIGIN_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  MESSAGE_ID_REUSED: 409,
  ALREADY_MEMBER: 409,
  INVITE_EXPIRED: 410,
  MESSAGE_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UPGRADE_REQUIRED: 426,
  RATE_LIMITED: 429,
  QUEUE_FULL: 429,
  CAPACITY_REACHED: 429,
  TOO_MANY_CONNECTIONS: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

// Codes whose name differs on the socket. Whoever holds a socket knew the conversation, so a conversation
// that has vanished for them means that they are no longer in it.
const ON_SOCKET = { INVALID_REQUEST: 'INVALID_FRAME', NOT_FOUND: 'NOT_A_MEMBER' };

const DETAIL = {
  AUTH_FAILED: 'A valid bearer token is needed.',
  FORBIDDEN: 'Your role does not allow this.',
  READ_ONLY: 'You may only read here.',
  NOT_FOUND: 'There is no such thing, or none you may know of.',
  MESSAGE_ID_REUSED: 'You have used this message_id for another message.',
  ALREADY_MEMBER: 'You are a member already.',
  INVITE_EXPIRED: 'This invite no longer works.',
  CAPACITY_REACHED: 'The conversation is full.',
  INTERNAL: 'Something went wrong; it may have happened or not.',
  UNAVAILABLE: 'Something this needs is down; nothing was stored.',
};

export class Refusal extends Error {
  constructor(code, detail = DETAIL[code], { retryAfter, headers = {} } = {}) {
    super(detail);
    this.code = code;
    this.status = STATUS[code] ?? 400; // codes that exist on the socket only
    this.retryAfter = retryAfter;
    this.headers = headers;
  }

  get socketCode() {
    return ON_SOCKET[this.code] ?? this.code;
  }
}

export const invalid = (detail) => new Refusal('INVALID_REQUEST', detail);
export const notFound = () => new Refusal('NOT_FOUND');
export const unavailable = () => new Refusal('UNAVAILABLE', undefined, { retryAfter: 1 });

/** What is shown of a failure nobody foresaw: its text stays in the log (ERR-LEAK-01). */
export function asRefusal(error) {
  if (error instanceof Refusal) return error;
  console.error(error);
  return new Refusal('INTERNAL');
}

// What the server declares about itself in the capabilities document, and enforces (contract, section 2.2).

const DEFAULTS = {
  max_content_length: 10000,
  max_title_length: 200,
  max_display_name_length: 100,
  max_frame_bytes: null, // derived below when it is not set
  max_participants: 100,
  max_connections_per_participant: 8,
  queue_limit: 500,
  rate: { messages: 1000, per_seconds: 10 },
  heartbeat: { interval_ms: 20000, timeout_ms: 20000 },
  write_timeout_ms: 10000,
  send_queue_bytes: 2 * 1024 * 1024,
  typing_interval_ms: 3000,
  sync_page: 500,
  history_page: 100,
  clock_leeway_s: 10,
  handshake_timeout_ms: 10000,
  settle_ms: 2000,
};

// LIM-BOUND-01, and the minima of the schemas; everything else is at least 1.
const BOUNDS = {
  max_title_length: [64, Infinity],
  max_display_name_length: [64, Infinity],
  max_connections_per_participant: [5, Infinity],
  clock_leeway_s: [0, 60],
  handshake_timeout_ms: [1, 60000],
  settle_ms: [0, 10000],
};

const FRACTIONAL = new Set(['rate.per_seconds', 'clock_leeway_s']);

// LIM-BOUND-02: permitted content fits into a frame even if each code point is written as two escapes.
const leastFrame = (limits) => 12 * limits.max_content_length + 4096;

/** Turns settings such as `heartbeat.interval_ms=500` into the complete set of limits. */
export function declareLimits(settings) {
  const limits = structuredClone(DEFAULTS);
  for (const setting of settings) apply(limits, setting);
  limits.max_frame_bytes ??= Math.max(131072, leastFrame(limits));
  if (limits.max_frame_bytes < leastFrame(limits)) {
    throw new Error(`max_frame_bytes must be at least ${leastFrame(limits)} with this max_content_length`);
  }
  return limits;
}

function apply(limits, setting) {
  const [name, text] = splitOnce(setting, '=');
  if (name === 'rate' && text === 'null') {
    limits.rate = null;
    return;
  }
  const [outer, inner] = splitOnce(name, '.');
  if (outer === 'rate') limits.rate ??= { ...DEFAULTS.rate };
  const holder = inner === undefined ? limits : limits[outer];
  const key = inner ?? outer;
  if (holder === null || typeof holder !== 'object' || !Object.hasOwn(holder, key)) {
    throw new Error(`there is no limit ${name}`);
  }
  if (holder[key] !== null && typeof holder[key] === 'object') throw new Error(`${name} has parts; set those`);
  holder[key] = readNumber(name, text);
}

function readNumber(name, text) {
  const value = text ? Number(text) : NaN;
  const [least, most] = BOUNDS[name] ?? [FRACTIONAL.has(name) ? Number.MIN_VALUE : 1, Infinity];
  const valid = FRACTIONAL.has(name) ? Number.isFinite(value) : Number.isSafeInteger(value);
  if (!valid || value < least || value > most) throw new Error(`${name}=${text} is not a permitted value`);
  return value;
}

function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

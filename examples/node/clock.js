// Times are microseconds since 1970 that never repeat, so that every event moves `updated_at` forward
// (CONV-GET-05) and the list of conversations has one order only.

export class Clock {
  #last = 0;

  next() {
    return (this.#last = Math.max(Date.now() * 1000, this.#last + 1));
  }

  /** Makes later times later than one that was read from the journal. */
  seen(micros) {
    this.#last = Math.max(this.#last, micros);
  }
}

const LATEST_MS = Date.UTC(9999, 11, 31);

/** RFC 3339 in UTC (GEN-TIME-01). */
export function timeText(micros) {
  const millis = Math.min(Math.floor(micros / 1000), LATEST_MS);
  const fraction = String(micros % 1000).padStart(3, '0');
  return new Date(millis).toISOString().replace('Z', `${fraction}Z`);
}

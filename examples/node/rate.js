// How fast one participant may say new things, wherever they say them (contract, section 5.9).

import { Refusal } from './refusal.js';

// A little less than what is declared, so that a sender who keeps to the limit by their own clock is not refused
// because the network pressed their messages together on the way (RATE-FREE-01).
const SHARE_OF_WINDOW = 0.9;

export class RateLimit {
  #messages;
  #windowMs;
  #accepted = new Map(); // participantId -> times of their accepted messages within the window, ascending

  constructor(rate) {
    this.#messages = rate?.messages ?? Infinity;
    this.#windowMs = (rate?.per_seconds ?? 0) * 1000 * SHARE_OF_WINDOW;
  }

  /**
   * Refuses one message too many; otherwise counts this one, so it is asked last (RATE-COUNT-01). Gives a function
   * that takes the count back, for a message that fails later.
   */
  admit(participantId) {
    if (this.#messages === Infinity) return () => {};
    const now = performance.now();
    const times = this.#recent(participantId, now);
    if (times.length >= this.#messages) {
      const waitMs = Math.ceil(times[0] + this.#windowMs - now) + 1;
      throw new Refusal('RATE_LIMITED', 'You are sending too fast.', { retryAfter: waitMs / 1000 });
    }
    times.push(now);
    this.#accepted.set(participantId, times);
    return () => {
      const index = times.indexOf(now);
      if (index >= 0) times.splice(index, 1);
    };
  }

  /** Forgets those who have said nothing lately. */
  sweep() {
    const now = performance.now();
    for (const participantId of this.#accepted.keys()) {
      if (this.#recent(participantId, now).length === 0) this.#accepted.delete(participantId);
    }
  }

  #recent(participantId, now) {
    const times = this.#accepted.get(participantId) ?? [];
    let expired = 0;
    while (expired < times.length && times[expired] <= now - this.#windowMs) expired += 1;
    times.splice(0, expired);
    return times;
  }
}

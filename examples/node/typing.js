// Who is typing in one conversation, shown no more often than declared and ended without the typist's help
// (contract, section 4.7).

// Two signs that leave this server a full interval apart may arrive a little closer together (TYP-RATE-01).
const MARGIN_MS = 50;
const MOST_GRACE_MS = 500;

export class Typing {
  #intervalMs;
  #lastsMs;
  #show;
  #shownAt = new Map(); // participantId -> when others last saw them begin
  #shown = new Map(); // participantId -> { author, timer } while others see them type

  /** `show(author, isTyping)` tells the others. */
  constructor({ typing_interval_ms: intervalMs, settle_ms: settleMs }, show) {
    this.#intervalMs = intervalMs;
    // TYP-STOP-02; a little above twice the interval, for those who renew exactly once per interval.
    this.#lastsMs = 2 * intervalMs + Math.min(MOST_GRACE_MS, settleMs / 2);
    this.#show = show;
  }

  start(author) {
    const { participantId } = author;
    const now = performance.now();
    if (now - (this.#shownAt.get(participantId) ?? -Infinity) < this.#intervalMs + MARGIN_MS) return;
    this.#shownAt.set(participantId, now);
    clearTimeout(this.#shown.get(participantId)?.timer);
    const timer = setTimeout(() => this.stop(participantId), this.#lastsMs).unref();
    this.#shown.set(participantId, { author, timer });
    this.#show(author, true);
  }

  stop(participantId) {
    const shown = this.#shown.get(participantId);
    if (!shown) return;
    clearTimeout(shown.timer);
    this.#shown.delete(participantId);
    this.#show(shown.author, false);
  }
}

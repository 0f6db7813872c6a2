// One append-only file of JSON lines is all that this server keeps. Everything is durable before it is visible:
// state in memory may run ahead of the file, but whatever was computed from it leaves the server only behind
// `whenDurable`, in the order in which it was computed.

import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { asRefusal, Refusal, unavailable } from './refusal.js';

const REPAIR_EVERY_MS = 500;
const NEWLINE = 10;

export class Journal {
  #path;
  #file;
  #size = 0; // of what is known to be durable
  #waiting = []; // { line, settle }, in order; a line may be empty
  #running = false;
  #onReverted;

  down = false;
  latencyMs = 0; // of the last commit

  constructor(path) {
    this.#path = path;
  }

  /** `onReverted` is called when a failed write has been undone in the file and memory has to follow. */
  async open(onReverted) {
    this.#onReverted = onReverted;
    this.#file = await open(this.#path, 'a');
  }

  /** Hands over all records, and cuts off a last line that a crash has left torn (DUR-NUMBER-01). */
  async replay(onRecord) {
    const bytes = readFileSync(this.#path);
    let start = 0;
    for (let end; (end = bytes.indexOf(NEWLINE, start)) >= 0; start = end + 1) {
      onRecord(JSON.parse(bytes.toString('utf8', start, end)));
    }
    this.#size = start;
    if (start < bytes.length) await this.#file.truncate(start);
  }

  /** Calls `settle` with null once the record is durable, or with a Refusal. */
  append(record, settle) {
    this.#enqueue(`${JSON.stringify(record)}\n`, settle);
  }

  /** Calls `settle` as soon as all that was appended before is durable; at once if it is. */
  whenDurable(settle) {
    if (this.#running) this.#enqueue('', settle);
    else settle(null);
  }

  durable() {
    return new Promise((resolve, reject) => {
      this.whenDurable((failure) => (failure ? reject(failure) : resolve()));
    });
  }

  async close() {
    await this.durable();
    await this.#file.close();
  }

  #enqueue(line, settle) {
    this.#waiting.push({ line, settle });
    if (!this.#running) {
      this.#running = true;
      // What else has arrived in this turn of the event loop shares the commit.
      setImmediate(() => this.#run());
    }
  }

  async #run() {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const lines = batch.map((entry) => entry.line).join('');
      try {
        if (lines) await this.#commit(lines);
        settleAll(batch, null);
      } catch (error) {
        console.error(error);
        await this.#revert(batch);
      }
    }
    this.#running = false;
  }

  async #commit(lines) {
    const began = performance.now();
    const bytes = Buffer.from(lines);
    await this.#file.appendFile(bytes);
    await this.#file.datasync();
    this.#size += bytes.length;
    this.latencyMs = performance.now() - began;
  }

  /**
   * What could not be written must not come back later: it is cut off, and only then the answer is definite.
   * All that was computed in the meantime stands on it and goes with it.
   */
  async #revert(batch) {
    this.down = true;
    let definite = true;
    while (!(await this.#cutOff())) {
      if (definite) settleAll(batch.splice(0).concat(this.#waiting.splice(0)), new Refusal('INTERNAL'));
      definite = false;
      await new Promise((resolve) => setTimeout(resolve, REPAIR_EVERY_MS));
    }
    settleAll(batch.concat(this.#waiting.splice(0)), unavailable());
    await this.#onReverted();
    this.down = false;
  }

  async #cutOff() {
    try {
      await this.#file.truncate(this.#size);
      await this.#file.datasync();
      return true;
    } catch {
      return false;
    }
  }
}

function settleAll(entries, failure) {
  for (const { settle } of entries) {
    try {
      settle(failure);
    } catch (error) {
      asRefusal(error); // logged; one broken receiver must not hold up the others
    }
  }
}

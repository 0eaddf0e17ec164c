// Waiting for what a journey expects to see.
import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { setTimeout as sleep } from "node:timers/promises";

const TIMEOUT_MS = 15_000;
const PAUSE_MS = 50;

/**
 * Waits until `read` gives the expected value, and fails with what it gave last.
 *
 * @template T
 * @param {() => Promise<T>} read
 * @param {T | ((value: T) => boolean)} expected a value, or what must hold of it
 * @param {string} message what should be so
 * @returns {Promise<T>} the value
 */
export async function eventually(read, expected, message) {
  const holds = typeof expected === "function" ? expected : (value) => isDeepStrictEqual(value, expected);
  const deadline = Date.now() + TIMEOUT_MS;
  for (;;) {
    const value = await read();
    if (holds(value)) return value;
    if (Date.now() > deadline) {
      if (typeof expected === "function") assert.fail(`${message}: it is ${JSON.stringify(value)}`);
      assert.deepEqual(value, expected, message);
    }
    await sleep(PAUSE_MS);
  }
}

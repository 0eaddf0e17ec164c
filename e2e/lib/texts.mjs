// Texts compared line by line.
import assert from "node:assert/strict";

/**
 * Fails unless the text is exactly these lines, blank ones aside. A line may be a pattern.
 *
 * @param {string} text
 * @param {(string | RegExp)[]} expected
 */
export function assertLines(text, expected) {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  const shown = expected.map((line, at) => (line instanceof RegExp && line.test(lines[at] ?? "") ? lines[at] : line));
  assert.deepEqual(lines, shown);
}

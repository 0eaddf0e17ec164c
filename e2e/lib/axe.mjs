// Accessibility, as far as a program can judge it.
import assert from "node:assert/strict";

import axe from "axe-core";

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * Fails when axe finds anything to complain about on the page as it is now.
 *
 * @param {import("playwright-core").Page} page
 * @param {string} label what the page shows, for the message
 */
export async function checkAccessibility(page, label) {
  const violations = await findViolations(page);
  assert.equal(violations.length, 0, `${label} is not accessible:\n${violations.join("\n")}`);
}

/** One line for each rule broken: which, why, and where. */
export async function findViolations(page) {
  // Evaluated, not added as a script: the portal's security policy would rightly refuse that.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (standards) => globalThis.axe.run(document, { runOnly: standards, resultTypes: ["violations"] }),
    STANDARDS,
  );
  return violations.map((violation) => {
    const places = violation.nodes.map((node) => `${node.target.join(" ")}: ${node.failureSummary}`);
    return `${violation.id} (${violation.impact}): ${violation.help}\n  ${places.join("\n  ").replaceAll("\n", "\n  ")}`;
  });
}

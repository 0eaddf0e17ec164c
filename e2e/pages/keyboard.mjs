// People without a mouse.
import assert from "node:assert/strict";

const MOST_STOPS = 80;

/** Whether it has the focus. */
export const hasFocus = (locator) =>
  locator.evaluateAll((elements) => elements.some((element) => element === document.activeElement));

/** Presses Tab until the focus is there. */
export async function tabTo(locator) {
  const page = locator.page();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await hasFocus(locator)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail(`the Tab key does not lead to ${locator}`);
}

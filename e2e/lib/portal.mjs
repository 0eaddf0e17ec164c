// What a journey file starts with: a server, a browser, and people who use them.
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";

import { launch, openContext } from "./browser.mjs";
import { startServer } from "./server.mjs";
import { signIn } from "./session.mjs";

/** Screenshots go here; the folder is not under version control. */
export const output = resolve(fileURLToPath(import.meta.url), "../../output");

/**
 * Gives the file one server and one browser, which live as long as its journeys.
 *
 * ```js
 * const { journey } = usePortal();
 *
 * journey("customer confirms the solution", async ({ open, server }) => {
 *   const page = await open({ as: server.person("contact"), device: "phone" });
 *   …
 * });
 * ```
 *
 * @param {Parameters<typeof startServer>[0]} [options] for the server
 */
export function usePortal(options) {
  let server;
  let browser;
  before(async () => {
    [server, browser] = await Promise.all([startServer(options), launch()]);
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** Declares a journey; it fails when a page of it complained, whatever else it checks. */
  const journey = (name, steps) =>
    test(name, async () => {
      const opened = [];
      /** Opens a window of its own on `path`; `as` signs a person in first. */
      const open = async ({ as, path = "/", ...window } = {}) => {
        const { context, complaints } = await openContext(browser, { url: server.url, ...window });
        opened.push({ context, complaints });
        if (as) await signIn(context, as);
        const page = await context.newPage();
        await page.goto(path);
        return page;
      };
      try {
        await steps({ open, server });
        const complaints = opened.flatMap((window) => window.complaints);
        assert.deepEqual(complaints, [], "no page complained");
      } catch (error) {
        await picture(name, opened);
        const complaints = opened.flatMap((window) => window.complaints);
        if (complaints.length > 0) error.message += `\npages complained:\n${complaints.join("\n")}`;
        throw error;
      } finally {
        await Promise.all(opened.map((window) => window.context.close()));
      }
    });
  return { journey };
}

/** Keeps what all windows show, for whoever looks into the failure. */
async function picture(name, opened) {
  const folder = join(output, "failures");
  await mkdir(folder, { recursive: true });
  const pages = opened.flatMap((window) => window.context.pages());
  const stem = name.replaceAll(/[^\p{L}\p{N}]+/gu, "-");
  await Promise.allSettled(
    pages.map((page, index) => page.screenshot({ path: join(folder, `${stem}-${index + 1}.png`), fullPage: true })),
  );
}

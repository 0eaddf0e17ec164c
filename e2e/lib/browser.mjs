// Chromium, and pages that tell what went wrong in them.
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The screens that everything must fit. */
export const devices = {
  desktop: { viewport: { width: 1280, height: 800 } },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
};

/** Both looks. */
export const schemes = ["light", "dark"];

/** Starts the system's Chromium: `CHROMIUM`, else the first on the search path. */
export function launch() {
  return chromium.launch({ executablePath: executable(), args: ARGUMENTS });
}

function executable() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = folders.flatMap((folder) => names.map((name) => join(folder, name))).find(existsSync);
  if (!found) throw new Error("Chromium was not found: install the package chromium, or set CHROMIUM to its path");
  return found;
}

/**
 * A private window, like a person of their own, that collects complaints.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {{url: string, device?: keyof devices, scheme?: string, locale?: string, timezone?: string,
 *   expected?: RegExp, sites?: string[]}} options `expected`: the complaint that the journey provokes; `sites`:
 *   origins besides the portal's that it goes to
 * @returns {Promise<{context: import("playwright-core").BrowserContext, complaints: string[]}>}
 */
export async function openContext(
  browser,
  { url, device = "desktop", scheme = "light", locale = "fr-FR", timezone = "Europe/Paris", expected, sites = [] },
) {
  const context = await browser.newContext({
    ...devices[device],
    baseURL: url,
    colorScheme: scheme,
    locale,
    timezoneId: timezone,
    reducedMotion: "reduce",
    acceptDownloads: true,
  });
  context.setDefaultTimeout(10_000);
  return { context, complaints: watch(context, [new URL(url).origin, ...sites], expected) };
}

/** Collects what no page may do: errors, violations of its security policy, foreign requests, answers of 500 and up. */
function watch(context, origins, expected) {
  const complaints = [];
  const complain = (page, text) => {
    if (!expected?.test(text)) complaints.push(`${text} (at ${page?.url() ?? "a closed page"})`);
  };
  context.on("console", (message) => {
    // The browser reports each refused request as an error; which refusals are right is for the journey to say.
    const refusal = /^Failed to load resource: the server responded with a status of 4\d\d/;
    if (message.type() === "error" && !refusal.test(message.text())) {
      complain(message.page(), `console: ${message.text()}`);
    }
  });
  context.on("weberror", (error) => complain(error.page(), `script: ${error.error().stack}`));
  context.on("request", (request) => {
    if (!/^(data|blob|about):/.test(request.url()) && !origins.includes(new URL(request.url()).origin)) {
      complaints.push(`foreign request: ${request.url()}`);
    }
  });
  context.on("response", (response) => {
    if (response.status() >= 500) complaints.push(`${response.status()} from ${response.url()}`);
  });
  return complaints;
}

// Pictures of pages in both sizes and both looks, into output/.
//
//   node screenshots.mjs [--as ROLE] [--lang fr|en] [--url http://127.0.0.1:8080 --user NAME --password WORD] PATH…
//
// Without --url, a server with the demo data is started for the purpose.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { devices, launch, openContext, schemes } from "./lib/browser.mjs";
import { output } from "./lib/portal.mjs";
import { startServer } from "./lib/server.mjs";
import { signIn } from "./lib/session.mjs";

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: "string" },
    lang: { type: "string", default: "fr" },
    url: { type: "string" },
    user: { type: "string" },
    password: { type: "string" },
  },
});

const server = options.url ? null : await startServer();
const browser = await launch();
try {
  const url = options.url ?? server.url;
  const person = options.user
    ? { username: options.user, password: options.password }
    : options.as && server?.person(options.as);
  await mkdir(output, { recursive: true });
  for (const path of paths.length > 0 ? paths : ["/"]) {
    for (const device of Object.keys(devices)) {
      for (const scheme of schemes) {
        await shoot({ url, path, device, scheme, person });
      }
    }
  }
} finally {
  await browser.close();
  await server?.stop();
}

async function shoot({ url, path, device, scheme, person }) {
  const locale = options.lang === "en" ? "en-GB" : "fr-FR";
  const { context, complaints } = await openContext(browser, { url, device, scheme, locale });
  if (person) await signIn(context, person);
  const page = await context.newPage();
  await page.goto(path);
  // The event stream keeps the network busy for ever, so wait for quiet only as long as is reasonable.
  await page.waitForLoadState("networkidle", { timeout: 3000 }).catch(() => {});
  const name = path.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "") || "home";
  const file = join(output, `${name}-${device}-${scheme}.png`);
  await page.screenshot({ path: file, fullPage: true });
  console.log(file);
  for (const complaint of complaints) console.error(`  ${complaint}`);
  await context.close();
}

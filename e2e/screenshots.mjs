// Pictures of pages in both sizes and both looks, into output/.
//
//   node screenshots.mjs                      every page, as everybody who sees it
//   node screenshots.mjs --as contact / …     these pages as this person
//   node screenshots.mjs --readme             the picture of the README
//
// With --url http://127.0.0.1:8080 --user NAME --password WORD, of that server and as that person; else a server with the
// demo data is started for the purpose. --lang en shows the portal in English, but for the demo's people, who are French.
import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { Api } from "./lib/api.mjs";
import { devices, launch, openContext, schemes } from "./lib/browser.mjs";
import { eventually } from "./lib/eventually.mjs";
import { output } from "./lib/portal.mjs";
import { startServer } from "./lib/server.mjs";
import { signIn } from "./lib/session.mjs";

const README_PICTURE = resolve(fileURLToPath(import.meta.url), "../../docs/images/home.png");

const { values: options, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: "string" },
    lang: { type: "string", default: "fr" },
    url: { type: "string" },
    user: { type: "string" },
    password: { type: "string" },
    readme: { type: "boolean", default: false },
  },
});

const server = options.url ? null : await startServer();
const url = options.url ?? server.url;
const browser = await launch();
try {
  if (options.readme) await shootForReadme();
  else if (options.url || options.as || paths.length > 0) await shootSome();
  else await shootAll();
} finally {
  await browser.close();
  await server?.stop();
}

/** Of one person, the pages asked for. */
async function shootSome() {
  const person = options.user
    ? { username: options.user, password: options.password }
    : options.as && server?.person(options.as);
  const pages = (paths.length > 0 ? paths : ["/"]).map((path) => [name(path), path]);
  await shoot(pages, person, "");
}

/** Every page: of nobody, of a customer, of an agent. */
async function shootAll() {
  await shoot([["login", "/login"], ["forgotten-password", "/forgotten-password"]], null, "");
  for (const [as, role] of [["customer", "account_admin"], ["agent", "agent"]]) {
    const person = server.person(role);
    await shoot([...await pagesOf(person)], person, `${as}-`);
  }
}

/** The pages of a signed-in person, with a ticket in each state. */
async function pagesOf(person) {
  const api = await Api.signIn(server, person);
  const pages = [
    ["home", "/"],
    ["home-page-2", "/?state=all&sort=number"],
    ["home-empty", "/?q=ornithorynque"],
    ["create-ticket", "/tickets/new"],
    ["guide", "/guide"],
    ["not-found", "/nulle-part"],
  ];
  for (const state of ["new", "open", "on_hold", "resolved", "closed", "cancelled"]) {
    const [ticket] = (await api.get(`/tickets?limit=1&state=${state}`)).items;
    if (ticket) pages.push([`ticket-${state}`, `/tickets/${ticket.number}`]);
    if (state === "on_hold") pages.push(["ticket-files", `/tickets/${ticket.number}?tab=files`]);
  }
  const [publication] = (await api.get("/publications?limit=1")).items;
  if (publication) pages.push(["publication", `/publications/${publication.slug}`]);
  return pages;
}

/** In both sizes and both looks. */
async function shoot(pages, person, prefix) {
  await mkdir(output, { recursive: true });
  for (const device of Object.keys(devices)) {
    const { context, complaints } = await open({ device, person });
    const page = await context.newPage();
    for (const [label, path] of pages) {
      await page.goto(path);
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme });
        await isThere(page);
        const file = join(output, `${prefix}${label}-${device}-${scheme}.png`);
        await page.screenshot({ path: file, fullPage: true });
        console.log(file);
      }
    }
    for (const complaint of complaints) console.error(`  ${complaint}`);
    await context.close();
  }
}

async function shootForReadme() {
  const { context } = await open({ device: "desktop", person: server.person("account_admin") });
  const page = await context.newPage();
  await page.goto("/");
  await isThere(page);
  await mkdir(dirname(README_PICTURE), { recursive: true });
  await page.screenshot({ path: README_PICTURE });
  console.log(README_PICTURE);
  await context.close();
}

async function open({ device, person }) {
  const locale = options.lang === "en" ? "en-GB" : "fr-FR";
  const opened = await openContext(browser, { url, device, locale });
  if (person) await signIn(opened.context, person);
  return opened;
}

/** Waits until nothing is on its way any more. */
async function isThere(page) {
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  const waiting = page.locator("[aria-busy=true]").or(page.getByRole("status").getByText(/^(Chargement|Loading)/));
  await eventually(() => waiting.count(), 0, "what is still loaded");
  await page.evaluate(() => document.fonts.ready);
}

function name(path) {
  return path.replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-|-$/g, "") || "home";
}

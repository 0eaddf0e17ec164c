// The harness itself: what it must notice, it notices.
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { findViolations } from "./axe.mjs";
import { launch, openContext } from "./browser.mjs";
import { Mailbox } from "./mails.mjs";

const POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'";
const page = (body) => `<!doctype html><html lang="fr"><head><title>Essai</title></head><body>${body}</body></html>`;
const pages = {
  "/good": page("<main><h1>Bonjour</h1></main>"),
  "/inline": page("<script>window.x = 1;</script>"),
  "/throws": page('<script src="/throws.js"></script>'),
  "/throws.js": "throw new Error('oh');",
  "/foreign": page('<img alt="" src="http://foreign.invalid/pixel.png">'),
  "/missing": page('<img alt="" src="/nothing.png">'),
  "/broken": page('<img alt="" src="/500">'),
  "/unlabelled": page("<main><h1>Bonjour</h1><input></main>"),
};

let site;
let browser;
before(async () => {
  site = createServer((request, response) => {
    const content = pages[request.url];
    const status = content ? 200 : request.url === "/500" ? 500 : 404;
    const type = request.url.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    response.writeHead(status, { "content-security-policy": POLICY, "content-type": type }).end(content);
  });
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  browser = await launch();
});
after(async () => {
  await browser?.close();
  site.close();
});

async function visit(path) {
  const { context, complaints } = await openContext(browser, { url: `http://127.0.0.1:${site.address().port}` });
  const opened = await context.newPage();
  await opened.goto(path);
  const violations = path === "/foreign" ? [] : await findViolations(opened);
  await context.close();
  return { complaints, violations: violations.join("\n") };
}

test("a sound page gives no complaint, and axe runs under its security policy", async () => {
  const { complaints, violations } = await visit("/good");
  assert.deepEqual(complaints, []);
  assert.equal(violations, "");
});

for (const [path, pattern] of [
  ["/inline", /Content Security Policy/],
  ["/throws", /script: Error: oh/],
  ["/foreign", /foreign request: http:\/\/foreign\.invalid/],
  ["/broken", /500 from .*\/500/],
]) {
  test(`a complaint is raised by ${path}`, async () => {
    const { complaints } = await visit(path);
    assert.match(complaints.join("\n"), pattern);
  });
}

test("a refused request is the journey's business", async () => {
  assert.deepEqual((await visit("/missing")).complaints.filter((text) => !text.includes("favicon")), []);
});

test("a field without a label is found", async () => {
  assert.match((await visit("/unlabelled")).violations, /label \(critical\)/);
});

test("a mail is decoded", async () => {
  const folder = await mkdtemp(join(tmpdir(), "guichet-e2e-"));
  try {
    await writeFile(
      join(folder, "1.eml"),
      "From: Support <support@example.org>\r\nTo: Ana <Ana@Example.org>\r\nMessage-ID: <1@example.org>\r\n"
        + "Subject: =?utf-8?q?R=C3=A9solu?=\r\nX-Kind: test\r\nContent-Type: text/plain; charset=utf-8\r\n"
        + "Content-Transfer-Encoding: quoted-printable\r\n\r\n=C3=A9t=C3=A9\r\n",
    );
    const mails = new Mailbox(folder);
    const mail = await mails.waitFor({ to: "ana@example.org", subject: "Résolu" });
    assert.equal(mail.from, "support@example.org");
    assert.equal(mail.text.trim(), "été");
    assert.equal(mail.header("X-Kind"), "test");
    assert.equal(mail.messageId, "<1@example.org>");
  } finally {
    await rm(folder, { recursive: true });
  }
});

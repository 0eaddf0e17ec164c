// The portal comes in parts: what happens when one of them does not come.
import assert from "node:assert/strict";

import { HomePage } from "../pages/home.mjs";
import { LoginPage } from "../pages/login.mjs";
import { usePortal } from "../lib/portal.mjs";

const { journey } = usePortal();

const PARTS = "**/assets/{part,chunk}-*.wasm";
/** The browser and the loader each say that the part did not come. */
const expected = /part-|chunk-|Failed to fetch|ERR_FAILED|WebAssembly|MIME/;

journey("the login page needs no part of the pages behind it, and fetches them meanwhile", async ({ open }) => {
  const page = await open({ path: "/robots.txt" });
  const asked = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const prefetched = page.waitForResponse(/part-tickets-.*\.wasm/);
  await page.goto("/login");
  await new LoginPage(page).username.waitFor();
  await prefetched;
  assert.ok(!asked.some((path) => path.includes("part-recovery")), "what nobody needs stays where it is");
});

journey("a part that does not come is said, and comes at the second try", async ({ open, server }) => {
  const page = await open({ as: server.person("contact"), path: "/robots.txt", expected });
  await page.route(PARTS, (route) => route.abort());
  await page.goto("/");
  await page.getByRole("alert").getByText("Cette page n’a pas pu être chargée").waitFor();
  await page.unroute(PARTS);
  await page.getByRole("button", { name: "Réessayer" }).click();
  await new HomePage(page).table.waitFor();
});

journey("when a release has replaced the parts, a second try loads the portal anew", async ({ open, server }) => {
  const page = await open({ as: server.person("contact"), path: "/robots.txt", expected });
  await page.route(PARTS, (route) => route.fulfill({ status: 404, body: "" }));
  await page.goto("/guide");
  const retry = page.getByRole("button", { name: "Réessayer" });
  await retry.waitFor();
  const reloaded = page.waitForEvent("load");
  await retry.click();
  await reloaded;
  await page.unroute(PARTS);
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Guide utilisateur" }).waitFor();
});

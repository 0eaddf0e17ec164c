// One sign-in for all tabs, until it is ended.
import assert from "node:assert/strict";

import { usePortal } from "../lib/portal.mjs";
import { HomePage } from "../pages/home.mjs";
import { LoginPage } from "../pages/login.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

/** Two tabs of one browser. */
async function twoTabs({ open, server }) {
  const one = await open({ as: server.person("contact") });
  const other = await one.context().newPage();
  await other.goto("/");
  const tabs = [one, other];
  for (const tab of tabs) await new HomePage(tab).range.waitFor();
  return tabs;
}

/** The next request of the list is told that its access has expired. */
function expireAccess(page) {
  const problem = { type: "urn:guichet:problem:unauthenticated", title: "Unauthenticated", status: 401, code: "unauthenticated",
    detail: "Votre session a expiré. Veuillez vous reconnecter.", request_id: "0" };
  return page.route("**/api/v1/tickets?*", (route) =>
    route.fulfill({ status: 401, contentType: "application/problem+json", json: problem }), { times: 1 });
}

journey("two tabs renew their access at the same time, and stay signed in", async ({ open, server }) => {
  const tabs = await twoTabs({ open, server });
  for (let round = 0; round < 3; round += 1) {
    const renew = (tab) => tab.evaluate(async () => (await fetch("/api/v1/auth/refresh", { method: "POST" })).status);
    assert.deepEqual(await Promise.all(tabs.map(renew)), [200, 200], "both have the session's new access");
    await Promise.all(tabs.map(expireAccess));
    const filter = round % 2 === 0 ? "Action attendue de votre part" : "Tous";
    const requests = tabs.map((tab) => tab.waitForResponse((answer) => answer.url().includes("/api/v1/tickets?") && answer.ok()));
    await Promise.all(tabs.map((tab) => new HomePage(tab).tab(filter).click()));
    await Promise.all(requests);
  }
  for (const tab of tabs) {
    await tab.reload();
    await new HomePage(tab).search.waitFor();
  }
});

journey("signing out in one tab ends the other at its next step", async ({ open, server }) => {
  const [one, other] = await twoTabs({ open, server });
  await new Shell(one).choose("Se déconnecter");
  await new LoginPage(one).title.waitFor();
  await new Shell(one).notification("Vous êtes déconnecté.").waitFor();

  await new HomePage(other).tab("Action attendue de votre part").click();
  await new LoginPage(other).title.waitFor();
  await other.getByText("Votre session a pris fin. Veuillez vous reconnecter.").waitFor();
  await new LoginPage(other).signIn(server.person("contact"));
  await new HomePage(other).search.waitFor();
  assert.equal(new URL(other.url()).search, "?tab=action", "one is back where one wanted to go");

  // The first one is signed in with it.
  await one.reload();
  await new HomePage(one).table.waitFor();
});

journey("a session survives loading the page again, a sign-out does not", async ({ open, server }) => {
  const page = await open({ as: server.person("contact"), path: "/guide" });
  const title = page.getByRole("heading", { level: 1, name: "Guide utilisateur" });
  await title.waitFor();
  for (let count = 0; count < 3; count += 1) {
    await page.reload();
    await title.waitFor();
  }
  const cookies = await page.context().cookies();
  assert.ok(cookies.every((cookie) => cookie.httpOnly && cookie.sameSite !== "None"), "scripts cannot read the session");
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  assert.equal(/eyJ/.test(stored), false, "no access token is kept");

  await new Shell(page).choose("Se déconnecter");
  await new LoginPage(page).title.waitFor();
  await page.context().addCookies(cookies);
  await page.evaluate(() => localStorage.setItem("guichet.signed-in", "1"));
  await page.goto("/guide");
  await new LoginPage(page).title.waitFor();
});

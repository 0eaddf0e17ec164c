// Signing in without the login page, for journeys that are about something else.
import assert from "node:assert/strict";

/**
 * Signs a person in: the refresh cookie is in the context afterwards, and the portal starts signed in.
 *
 * @param {import("playwright-core").BrowserContext} context
 * @param {{username: string, password: string}} person
 * @returns {Promise<string>} an access token for calls to the API
 */
export async function signIn(context, { username, password }) {
  const answer = await context.request.post("/api/v1/auth/login", { data: { username, password } });
  assert.equal(answer.status(), 200, `${username} signs in: ${await answer.text()}`);
  await leaveMark(context);
  return (await answer.json()).access_token;
}

/** Without its mark the portal does not ask the server for a session: a first visit has none. */
async function leaveMark(context) {
  const page = await context.newPage();
  await page.goto("/robots.txt");
  await page.evaluate(() => localStorage.setItem("guichet.signed-in", "1"));
  await page.close();
}

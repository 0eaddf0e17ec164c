// Whoever chooses English reads English, on every screen and in every mail.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { assertLines } from "../lib/texts.mjs";
import { LoginPage } from "../pages/login.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

const languageOf = (page) => page.locator("html").getAttribute("lang");

journey("English is chosen on the login page, and follows into the mails", async ({ open, server }) => {
  const contact = server.person("contact");
  const page = await open();
  const login = new LoginPage(page);
  await login.username.fill(contact.username);
  await login.language.selectOption("English");
  const english = new LoginPage(page, "en");
  await english.title.waitFor();
  assert.equal(await english.username.inputValue(), contact.username, "what was typed stays");
  assert.equal(await languageOf(page), "en");
  await english.submit.click();
  await page.getByText("This field is required.").waitFor();
  await english.password.fill("wrong");
  await english.submit.click();
  await page.getByRole("alert").getByText("Wrong user name or password.").waitFor();
  await english.signIn(contact);

  await page.getByRole("heading", { level: 1, name: "Hello Thierry" }).waitFor();
  await page.getByRole("columnheader", { name: "Number" }).waitFor();
  const headings = await page.getByRole("table", { name: "Tickets" }).getByRole("columnheader").allInnerTexts();
  assert.deepEqual(headings, [
    "Number", "Contact", "State", "Short description", "On hold reason", "Priority", "Description", "Created", "Updated",
  ]);
  const api = await Api.signIn(server, contact);
  assert.equal((await api.get("/me")).language, "en", "the profile follows");

  await page.getByRole("main").getByRole("link", { name: /^Create a ticket/ }).click();
  const number = await fileTicket(page);
  const mail = await server.mails.waitFor({ to: contact.username, subject: number });
  assert.equal(mail.subject, `${number} - Broken screen, has been registered`);
  assertLines(mail.text, [
    `${number} - Broken screen, has been registered`,
    "Hello Thierry,",
    `Your request ${number} has been registered. Our support team will take care of it.`,
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d CES?T - Thierry Lacaze$/,
    "It stays black.",
    "You can follow its progress and add messages or attachments on the portal.",
    `View the ticket on the portal: ${server.url}/tickets/${number}`,
    "Ticket details:",
    "Short description: Broken screen",
    "Opened by: Thierry Lacaze",
    "Assigned to: -",
    "Impact: 3 - Fewer than 5 users",
    "Urgency: 3 - Low",
    "Thank you,",
    "Heliaq support",
    "--",
    "Heliaq",
    "Siège social : 3 rue Adrienne Bolland - 33185 Le Haillan",
    "© Heliaq. All rights reserved",
    "This e-mail was sent automatically by the customer service portal.",
  ]);
});

async function fileTicket(page) {
  const main = page.getByRole("main");
  await main.getByRole("textbox", { name: "Subject" }).fill("Broken screen");
  await main.getByRole("textbox", { name: "Description" }).fill("It stays black.");
  await main.getByRole("button", { name: "Submit" }).click();
  await page.waitForURL(/CS\d{7}$/);
  await main.getByRole("tab", { name: "Activity" }).waitFor();
  return /CS\d{7}$/.exec(page.url())[0];
}

journey("the language of the menu is the person's, on every device", async ({ open, server }) => {
  const agent = server.person("agent");
  const page = await open({ as: agent });
  const shell = new Shell(page);
  await page.getByRole("heading", { level: 1, name: "File d'attente" }).waitFor();
  await shell.choose("English");
  await page.getByRole("heading", { level: 1, name: "Queue" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { level: 1, name: "Queue" }).waitFor();
  assert.equal(await languageOf(page), "en");

  const elsewhere = await open({ as: agent });
  await elsewhere.getByRole("heading", { level: 1, name: "Queue" }).waitFor();
  await new Shell(elsewhere).choose("Français");
  await elsewhere.getByRole("heading", { level: 1, name: "File d'attente" }).waitFor();
  await new Shell(elsewhere).choose("Se déconnecter");
  await new LoginPage(elsewhere).title.waitFor();
  await eventually(() => languageOf(elsewhere), "fr", "the login page stays in the language that was read last");
});

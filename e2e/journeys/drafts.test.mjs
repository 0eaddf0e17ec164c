// Nothing that somebody wrote is lost, and nothing is sent twice.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { CreateTicketPage } from "../pages/create-ticket.mjs";
import { TicketPage } from "../pages/ticket.mjs";

const { journey } = usePortal();

const NEW = "/tickets/new";

/** Closes the tab at once, as a person in a hurry does, and opens another. */
async function reopen(page, path) {
  const context = page.context();
  await page.close({ runBeforeUnload: true });
  const next = await context.newPage();
  await next.goto(path);
  return next;
}

const hasFocus = (locator) => eventually(() => locator.evaluate((element) => element === document.activeElement), true, "the focus");

journey("a half-written ticket survives a closed tab", async ({ open, server }) => {
  let form = new CreateTicketPage(await open({ as: server.person("contact"), path: NEW }));
  await form.urgency.selectOption("1 - Élevé");
  await form.subject.fill("Le serveur de fichiers");
  await form.description.type("Il ne répond plus depuis");
  await form.uploads.add("trace.txt", "délai dépassé");

  form = new CreateTicketPage(await reopen(form.page, NEW));
  await form.restored.waitFor();
  assert.equal(await form.subject.inputValue(), "Le serveur de fichiers");
  assert.equal((await form.description.text.innerText()).trim(), "Il ne répond plus depuis");
  assert.equal(await form.urgency.evaluate((select) => select.selectedOptions[0].label), "1 - Élevé");
  await form.uploads.row("trace.txt").waitFor();

  await form.description.type(" ce matin.");
  await form.submit.click();
  const ticket = new TicketPage(form.page);
  await ticket.number();
  await ticket.description.getByText("Il ne répond plus depuis ce matin.").waitFor();
  await ticket.entry("trace.txt").waitFor();

  form = new CreateTicketPage(await reopen(form.page, NEW));
  await form.missing("Objet").waitFor();
  assert.equal(await form.restored.count(), 0, "a sent draft does not come back");
});

journey("a draft follows its author to another computer, and goes when it is dropped", async ({ open, server }) => {
  const author = server.person("account_admin");
  const here = new CreateTicketPage(await open({ as: author, path: NEW }));
  const kept = here.page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("/me/drafts/"));
  await here.subject.fill("Nouvel écran");
  await kept;

  const there = new CreateTicketPage(await open({ as: author, path: NEW }));
  await there.restored.waitFor();
  assert.equal(await there.subject.inputValue(), "Nouvel écran");
  const dropped = there.page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.url().includes("/me/drafts/"));
  await there.discard.click();
  await dropped;
  assert.equal(await there.subject.inputValue(), "");
  await there.page.reload();
  await there.missing("Objet").waitFor();
  assert.equal(await there.subject.inputValue(), "");
});

journey("a half-written message survives a closed tab", async ({ open, server }) => {
  const contact = server.person("contact");
  const { number } = await (await Api.signIn(server, contact)).createTicket({ subject: "Clavier" });
  const path = `/tickets/${number}`;
  let ticket = new TicketPage(await open({ as: contact, path }));
  await ticket.message.type("La touche entrée");
  await ticket.files.add("photo.txt", "une photo");

  ticket = new TicketPage(await reopen(ticket.page, path));
  await ticket.main.getByText("Brouillon repris").waitFor();
  assert.equal((await ticket.message.text.innerText()).trim(), "La touche entrée");
  await ticket.files.row("photo.txt").waitFor();
  await ticket.message.type(" reste enfoncée.");
  await ticket.message.text.press("ControlOrMeta+Enter");
  await ticket.entry("La touche entrée reste enfoncée.").getByText("photo.txt").waitFor();
  await eventually(async () => (await ticket.message.text.innerText()).trim(), "", "the field is empty again");

  ticket = new TicketPage(await reopen(ticket.page, path));
  await ticket.entry("La touche entrée reste enfoncée.").waitFor();
  assert.equal((await ticket.message.text.innerText()).trim(), "");
});

journey("pressing twice makes one ticket", async ({ open, server }) => {
  const contact = server.person("contact");
  const form = new CreateTicketPage(await open({ as: contact, path: NEW }));
  await form.subject.fill("Double clic");
  await form.description.fill("Une seule fois.");
  await form.submit.dblclick();
  const number = await new TicketPage(form.page).number();
  const made = (await (await Api.signIn(server, contact)).all("/tickets")).filter(({ subject }) => subject === "Double clic");
  assert.deepEqual(made.map((ticket) => ticket.number), [number]);
});

journey("a ticket whose answer was lost is not made again", async ({ open, server }) => {
  const contact = server.person("contact");
  const form = new CreateTicketPage(await open({ as: contact, path: NEW, expected: /ERR_CONNECTION_ABORTED/ }));
  await form.subject.fill("Réponse perdue");
  await form.description.fill("La connexion se coupe.");
  // The request arrives, its answer does not.
  await form.page.route("**/api/v1/tickets", async (route) => {
    await route.fetch();
    await route.abort("connectionaborted");
  }, { times: 1 });
  await form.submit.click();
  await form.page.getByRole("alert").getByText("Le serveur est injoignable.").waitFor();
  await form.submit.click();
  const number = await new TicketPage(form.page).number();
  const made = (await (await Api.signIn(server, contact)).all("/tickets")).filter(({ subject }) => subject === "Réponse perdue");
  assert.deepEqual(made.map((ticket) => ticket.number), [number]);
});

journey("what is missing or wrong is said at its field", async ({ open, server }) => {
  const form = new CreateTicketPage(await open({ as: server.person("contact"), path: NEW }));
  await form.missing("Objet").waitFor();
  await form.submit.click();
  await isWrong(form.subject, "Ce champ est obligatoire.");
  await isWrong(form.description.text, "Ce champ est obligatoire.");
  await hasFocus(form.subject);
  await form.missing("Description").click();
  await hasFocus(form.description.text);

  await form.subject.fill("Objet");
  await form.missing("Objet").waitFor({ state: "detached" });
  await form.description.fill("Texte");
  await form.complete.waitFor();
  // What only the server can find is said in the same place.
  const errors = [{ pointer: "/subject", code: "nul_character", params: {}, detail: "Le texte contient un caractère interdit." }];
  const problem = { type: "urn:guichet:problem:validation_failed", title: "Validation failed", status: 422, code: "validation_failed",
    detail: "Certaines informations sont manquantes ou incorrectes.", request_id: "0", errors };
  await form.page.route("**/api/v1/tickets", (route) =>
    route.fulfill({ status: 422, contentType: "application/problem+json", json: problem }), { times: 1 });
  await form.submit.click();
  await isWrong(form.subject, "Le texte contient un caractère interdit.");
  await hasFocus(form.subject);
});

/** The field says so itself, and to those who cannot see it. */
async function isWrong(field, text) {
  await eventually(() => field.getAttribute("aria-invalid"), "true", "the field is wrong");
  const described = await field.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" "));
  assert.ok(described.includes(text), `the field says "${text}": ${described}`);
}

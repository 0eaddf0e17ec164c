// Every page for everybody: by keyboard alone, with a screen reader, on a phone, by day and by night.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { findViolations } from "../lib/axe.mjs";
import { devices, schemes } from "../lib/browser.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { CreateTicketPage } from "../pages/create-ticket.mjs";
import { HomePage } from "../pages/home.mjs";
import { hasFocus, tabTo } from "../pages/keyboard.mjs";
import { LoginPage } from "../pages/login.mjs";
import { linkOf, MailActionPage } from "../pages/mail-action.mjs";
import { NotFoundPage } from "../pages/not-found.mjs";
import { Shell } from "../pages/shell.mjs";
import { TicketPage } from "../pages/ticket.mjs";

const { journey } = usePortal();

const title = (page, name) => page.getByRole("heading", { level: 1, name });

/** Fails when the page as it is now is hard to use for somebody. */
async function check(page, label) {
  const found = [];
  for (const scheme of schemes) {
    await lookLike(page, scheme);
    found.push(...(await findViolations(page)).map((violation) => `${label}, ${scheme}: ${violation}`));
  }
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  if (content > window) found.push(`${label} is ${content} wide in a window of ${window}`);
  assert.deepEqual(found, []);
}

/** Changes the look, and waits until nothing is on its way from one colour to another. */
async function lookLike(page, scheme) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.evaluate(async () => {
    await new Promise(requestAnimationFrame);
    const ending = document.getAnimations().filter((one) => one.effect.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map((one) => one.finished));
  });
}

/** A ticket that shows all there is: a formatted text, files, messages of both sides, a note, a question. */
async function fullTicket(server) {
  const customer = await Api.signIn(server, server.person("contact"));
  const agent = await Api.signIn(server, server.person("agent"));
  const file = await customer.upload("journal.txt", "erreur 42");
  const { number } = await customer.createTicket({
    subject: "Accès refusé au dossier partagé",
    description_text: undefined,
    description_html: "<p>Depuis <strong>ce matin</strong> :</p><ul><li>plus d'accès</li></ul>"
      + "<table><tbody><tr><th><p>Poste</p></th><td><p>214</p></td></tr></tbody></table><pre><code>E 42</code></pre>",
    attachment_ids: [file.id],
  });
  await agent.post(`/tickets/${number}/start`, {});
  await customer.post(`/tickets/${number}/comments`, { body_text: "Le poste 215 aussi." });
  await agent.post(`/tickets/${number}/work-notes`, { body_text: "Voir les droits du groupe." });
  await agent.post(`/tickets/${number}/hold`, { reason: "awaiting_customer", comment_text: "Qui d'autre ?" });
  return { number, customer, agent };
}

for (const device of Object.keys(devices)) {
  journey(`pages for everybody are accessible on a ${device}`, async ({ open }) => {
    const page = await open({ device });
    const login = new LoginPage(page);
    await login.title.waitFor();
    await check(page, "the login page");
    await login.submit.click();
    await page.getByText("Ce champ est obligatoire.").first().waitFor();
    await check(page, "the login page with errors");
    await login.forgotten.click();
    await title(page, "Mot de passe oublié").waitFor();
    await check(page, "the page about a forgotten password");
    await page.goto("/mail-action#x");
    await title(page, "Ce lien n'est pas valable").waitFor();
    await check(page, "the link of a mail that is none");
  });

  journey(`the links of mails are accessible on a ${device}`, async ({ open, server }) => {
    const { number, agent } = await fullTicket(server);
    await agent.post(`/tickets/${number}/resume`, {});
    await agent.post(`/tickets/${number}/resolve`, { code: "solved", notes_text: "Droits rétablis." });
    const mails = server.mails;
    const about = (mail) => mail.subject.includes("résolu avec succès") && mail.text.includes(number);
    await eventually(async () => (await mails.all()).some(about), true, "the mail is there");
    const mail = (await mails.all()).find(about);
    const page = await open({ device, path: linkOf(mail, "La solution convient") });
    const answer = new MailActionPage(page);
    await answer.comment.waitFor();
    await check(page, "the link that accepts");
    await page.goto(linkOf(mail, "Le problème persiste"));
    await answer.title("Le problème persiste").waitFor();
    await answer.confirm.click();
    await page.getByText("Ce champ est obligatoire.").waitFor();
    await check(page, "the link that rejects");
    await answer.reason.fill("Non.");
    await answer.confirm.click();
    await answer.title("C'est noté, merci !").waitFor();
    await check(page, "the answer that is noted");
  });

  journey(`a customer's pages are accessible on a ${device}`, async ({ open, server }) => {
    const { number, agent } = await fullTicket(server);
    const page = await open({ as: server.person("contact"), device });
    const home = new HomePage(page);
    await home.table.waitFor();
    await home.publications.getByRole("link").first().waitFor();
    await check(page, "the home page");
    await new Shell(page).userMenu.click();
    await page.getByRole("menu").waitFor();
    await check(page, "the home page with the person's menu");
    await page.keyboard.press("Escape");
    await home.search.fill("ornithorynque");
    await home.empty.waitFor();
    await check(page, "the empty list");

    await page.goto("/tickets/new");
    const form = new CreateTicketPage(page);
    await form.description.text.waitFor();
    await form.missing("Objet").waitFor();
    await form.uploads.add("note.txt", "x");
    await form.submit.click();
    await page.getByText("Ce champ est obligatoire.").first().waitFor();
    await check(page, "the form of a new ticket");

    await page.goto(`/tickets/${number}`);
    const ticket = new TicketPage(page);
    await ticket.waits.waitFor();
    await ticket.message.text.waitFor();
    await ticket.entry("Qui d'autre ?").waitFor();
    await check(page, "a customer's ticket");
    await ticket.filesTab.click();
    await page.getByRole("tabpanel").getByRole("button", { name: /journal\.txt/ }).waitFor();
    await check(page, "the files of a ticket");
    await ticket.activityTab.click();
    await agent.post(`/tickets/${number}/resume`, {});
    await agent.post(`/tickets/${number}/resolve`, { code: "solved", notes_text: "Droits rétablis." });
    await ticket.proposed.waitFor();
    for (const action of ["Refuser la solution", "Accepter la solution"]) {
      await checkDialog(ticket, action);
    }

    await page.goto("/publications/maintenance-pare-feux");
    await title(page, "Maintenance des pare-feux samedi de 6 h à 8 h").waitFor();
    await check(page, "a publication");
    await page.goto("/guide");
    await title(page, "Guide utilisateur").waitFor();
    await check(page, "the guide");
    await page.goto("/nulle-part");
    await new NotFoundPage(page).isShown();
    await check(page, "a page that does not exist");
  });

  journey(`an agent's pages are accessible on a ${device}`, async ({ open, server }) => {
    const { number, customer } = await fullTicket(server);
    const page = await open({ as: server.person("agent"), device });
    await new HomePage(page).table.waitFor();
    await check(page, "the queue");

    await page.goto(`/tickets/${number}`);
    const ticket = new TicketPage(page);
    await ticket.message.text.waitFor();
    await ticket.entry("Voir les droits du groupe.").waitFor();
    await check(page, "an agent's ticket");
    await ticket.noteKind.press("Space");
    await ticket.note.text.waitFor();
    await check(page, "an agent's note");
    await ticket.actions.click();
    await page.getByRole("menuitem", { name: "Affecter" }).waitFor();
    await check(page, "the actions");
    await page.keyboard.press("Escape");
    for (const action of ["Affecter", "Modifier", "Annuler le ticket"]) await checkDialog(ticket, action);
    await customer.post(`/tickets/${number}/comments`, { body_text: "Personne." });
    await ticket.shows("État", "En cours");
    for (const action of ["Mettre en attente", "Résoudre"]) await checkDialog(ticket, action);
  });
}

for (const device of Object.keys(devices)) {
  journey(`profile and administration are accessible on a ${device}`, async ({ open, server }) => {
    const page = await open({ as: server.person("admin"), device, path: "/profile" });
    await page.getByText("Cet appareil").waitFor();
    await page.getByLabel("Un ticket vous est affecté").waitFor();
    await check(page, "the profile");

    await page.goto("/admin/contacts");
    await page.getByRole("link", { name: "Claire Morvan" }).waitFor();
    await check(page, "a list of the administration");
    await page.goto("/admin/contacts?q=ornithorynque");
    await page.getByText("Rien ne correspond à ces filtres.").waitFor();
    await check(page, "an empty list of the administration");
    await page.goto("/admin/contacts/new");
    await page.getByRole("button", { name: "Créer" }).click();
    await page.getByText("Ce champ est obligatoire.").first().waitFor();
    await check(page, "a form of the administration with errors");
    const [group] = (await (await Api.signIn(server, server.person("admin"))).get("/assignment-groups?limit=1")).items;
    await page.goto(`/admin/groups/${group.id}`);
    await page.getByRole("button", { name: /^Retirer / }).first().waitFor();
    await check(page, "a group");
    await page.getByRole("button", { name: "Désactiver" }).click();
    await page.getByRole("dialog").waitFor();
    await check(page, "the question before a group is deactivated");

    const admin = await open({ as: server.person("account_admin"), device, path: "/team" });
    await admin.getByRole("link", { name: "Claire Morvan" }).waitFor();
    await check(admin, "the contacts of one's company");
  });
}

async function checkDialog(ticket, action) {
  const dialog = await ticket.choose(action);
  await dialog.waitFor();
  await eventually(() => dialog.getByText("Chargement de l'éditeur…").count(), 0, "the editor is there");
  await check(ticket.page, `the dialog ${action}`);
  await ticket.page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
}

journey("a customer works with the keyboard alone", async ({ open, server }) => {
  const contact = server.person("contact");
  const { number } = await (await Api.signIn(server, contact)).createTicket({ subject: "Au clavier" });
  const page = await open();
  const { keyboard } = page;
  const login = new LoginPage(page);
  await tabTo(login.username);
  await keyboard.type(contact.username);
  await tabTo(login.password);
  await keyboard.type(contact.password);
  await keyboard.press("Enter");

  // Past the header in one step, and over the tabs by arrows.
  const home = new HomePage(page);
  await home.ticket(number).waitFor();
  await tabTo(page.getByRole("link", { name: "Aller au contenu" }));
  await keyboard.press("Enter");
  await eventually(() => hasFocus(page.getByRole("main")), true, "the content has the focus");
  await tabTo(home.tab("Tous"));
  await keyboard.press("ArrowRight");
  await eventually(() => hasFocus(home.tab("Action attendue de votre part")), true, "the next tab has the focus");
  assert.equal(await home.tab("Action attendue de votre part").getAttribute("aria-selected"), "true");
  await keyboard.press("ArrowLeft");
  await home.ticket(number).waitFor();
  await tabTo(home.ticket(number));
  await keyboard.press("Enter");

  // The menu gives the focus to the dialog, the dialog gives it back.
  const ticket = new TicketPage(page);
  await ticket.number();
  await tabTo(ticket.actions);
  await keyboard.press("ArrowDown");
  await eventually(() => hasFocus(page.getByRole("menuitem").first()), true, "the first action has the focus");
  await keyboard.press("Escape");
  await eventually(() => hasFocus(ticket.actions), true, "the button has the focus again");
  await keyboard.press("Enter");
  await keyboard.press("End");
  assert.ok(await hasFocus(page.getByRole("menuitem", { name: "Annuler le ticket" })));
  await keyboard.press("Enter");
  const dialog = ticket.dialog("Annuler le ticket");
  await eventually(() => hasFocus(dialog.getByRole("textbox")), true, "the first field has the focus");
  for (let step = 0; step < 10; step += 1) {
    await keyboard.press("Tab");
    assert.ok(!(await hasFocus(ticket.actions)), "the page behind the dialog is out of reach");
  }
  await keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await eventually(() => hasFocus(ticket.actions), true, "the button has the focus again");

  // Written and sent.
  await tabTo(ticket.message.text);
  await keyboard.type("Sans souris.");
  await keyboard.press("Control+Enter");
  await ticket.entry("Sans souris.").waitFor();
});

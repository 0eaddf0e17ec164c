// The main job: a customer asks, an agent works it, and each is told what the other does.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { assertLines } from "../lib/texts.mjs";
import { CreateTicketPage } from "../pages/create-ticket.mjs";
import { Editor } from "../pages/editor.mjs";
import { HomePage } from "../pages/home.mjs";
import { LoginPage } from "../pages/login.mjs";
import { TicketPage } from "../pages/ticket.mjs";
import { mailsAbout } from "./main.mails.mjs";

const { journey } = usePortal();

const SUBJECT = "J'ai une demande";
const QUESTION = "Depuis quel poste vous connectez-vous ?";
const ANSWER = "Depuis le poste de l'accueil.";
const NOTE = "Voir le pare-feu chrysanthème avec Marc avant de répondre.";
const SOLUTION = "Le compte est débloqué.";
const REASON = "Il est bloqué à nouveau.";
const BETTER_SOLUTION = "Le compte est débloqué pour de bon.";
/** "mardi 18 mars à 18:09" */
const DAY = "\\p{L}+ \\d+ \\p{L}+ à \\d\\d:\\d\\d";
const THANKS = "Merci beaucoup !";
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);

journey("a ticket goes from the question to the accepted solution", async ({ open, server }) => {
  const contact = server.person("contact");
  const agent = server.person("agent");
  const queue = new HomePage(await open({ as: agent }));
  await queue.table.waitFor();

  // The customer signs in and files the ticket.
  const ticket = await fileTicket(await open(), contact);
  const number = await ticket.number();
  await ticket.shell.notification(`Votre demande ${number} a bien été enregistrée.`).waitFor();
  await ticket.shell.way.getByText(`Ma demande : ${number}`).waitFor();
  await showsWhatWasFiled(ticket, number);
  await neverReloads(ticket.page);
  const post = new Post(server, { number, subject: SUBJECT, url: server.url });
  await post.brings(contact, (mails) => mails.created("Depuis ce matin :", "- plus d'accès", "- message d'erreur"));

  // An agent sees it come into the queue, takes it and asks.
  await queue.ticket(number).click();
  const desk = new TicketPage(queue.page);
  await desk.choose("Prendre en charge");
  await desk.shows("État", "En cours");
  await desk.shows("Technicien affecté", "Julien Faure");
  await ask(desk);
  await neverReloads(desk.page);

  // The customer sees the question at once, and answers.
  await ticket.shows("État", "En attente");
  await ticket.shows("Motif de la mise en attente", "Client");
  await ticket.waits.waitFor();
  await ticket.entry(QUESTION).getByText("Support", { exact: true }).waitFor();
  await ticket.promises(`Rappel le ${DAY} · clôture automatique le ${DAY} sans réponse de votre part`);
  await post.brings(contact, (mails) => mails.onHold(QUESTION));
  await answer(ticket);
  await post.brings(agent, (mails) => mails.comment("Thierry Lacaze", ANSWER));

  // The agent sees the answer, takes a note for the team, and proposes a solution.
  await desk.shows("État", "En cours");
  await desk.entry(ANSWER).getByText("capture d'écran.png").waitFor();
  await desk.takeNote(NOTE);
  await resolve(desk, SOLUTION);
  await ticket.proposed.getByText(SOLUTION).waitFor();
  await ticket.promises(`Clôture automatique le ${DAY} sans réponse de votre part`);
  await post.brings(contact, (mails) => mails.resolved(SOLUTION));

  // The customer refuses it, the agent proposes another, the customer accepts.
  await reject(ticket);
  await desk.shows("État", "En cours");
  await post.brings(agent, (mails) => mails.comment("Thierry Lacaze", REASON));
  await resolve(desk, BETTER_SOLUTION);
  await post.brings(contact, (mails) => mails.resolved(BETTER_SOLUTION));
  await ticket.proposed.getByText(BETTER_SOLUTION).waitFor();
  await accept(ticket);
  await post.brings(contact, (mails) => mails.closed());
  await post.brings(agent, (mails) => mails.comment("Thierry Lacaze", THANKS));
  await desk.shows("État", "Clos");
  await desk.entry(THANKS).waitFor();

  // Frozen, with a way on; and nobody has seen the team's note, or loaded a page again.
  await isFrozen(ticket, await Api.signIn(server, contact), number);
  await desk.entry(NOTE).waitFor();
  await neverSeesTheNote(ticket, await Api.signIn(server, contact), number);
  await post.isComplete(contact);
  await hasNotReloaded(ticket.page);
  await hasNotReloaded(desk.page);
  await followsUp(ticket, number);
});

/** Signs in, writes a ticket with a formatted description and a file, and sends it. */
async function fileTicket(page, contact) {
  await new LoginPage(page).signIn(contact);
  await new HomePage(page).create.click();
  const form = new CreateTicketPage(page);
  await form.title.waitFor();
  assert.equal(await form.account.inputValue(), contact.account);
  assert.equal(await form.contact.inputValue(), "Thierry Lacaze");
  await form.missing("Objet").waitFor();
  await form.missing("Description").waitFor();
  await form.impact.selectOption("2 - Plus de 5 utilisateurs");
  await form.urgency.selectOption("2 - Moyen");
  await form.chooseItem("sage 100", "Sage 100");
  await form.subject.fill(SUBJECT);
  await form.description.type("Depuis ");
  await form.description.press("Gras");
  await form.description.type("ce matin");
  await form.description.press("Gras");
  await form.description.type(" :\n");
  await form.description.press("Liste à puces");
  await form.description.type("plus d'accès\nmessage d'erreur");
  await form.uploads.add("journal d'été.txt", "erreur 42\n");
  await form.complete.waitFor();
  await form.submit.click();
  return new TicketPage(page);
}

async function showsWhatWasFiled(ticket, number) {
  assert.equal(await ticket.subject.innerText(), SUBJECT);
  await ticket.shows("Numéro", number);
  await ticket.shows("État", "Nouveau");
  await ticket.shows("Priorité", "3 - Modérée");
  await ticket.shows("Contact", "Thierry Lacaze");
  await ticket.shows("Configuration Item", "Sage 100");
  assert.equal(await ticket.description.getByRole("strong").innerText(), "ce matin");
  const items = ticket.description.getByRole("listitem");
  assert.deepEqual(await items.allInnerTexts(), ["plus d'accès", "message d'erreur"]);
  await ticket.entry(`${number} Créé`).waitFor();
  await ticket.filesTab.click();
  await ticket.main.getByRole("tabpanel").getByRole("button", { name: /journal d'été\.txt/ }).waitFor();
  await ticket.activityTab.click();
}

async function ask(desk) {
  const dialog = await desk.choose("Mettre en attente");
  await new Editor(dialog, "Question au client").fill(QUESTION);
  await desk.confirm(dialog, "Mettre en attente");
  await desk.shows("État", "En attente");
}

async function answer(ticket) {
  await ticket.waits.getByRole("button", { name: "Répondre" }).click();
  await eventually(() => ticket.message.text.evaluate((text) => text === document.activeElement), true, "one can write");
  await ticket.files.add("capture d'écran.png", PICTURE, "image/png");
  await ticket.say(ANSWER);
  await ticket.waits.waitFor({ state: "detached" });
  await ticket.shows("État", "En cours");
}

async function resolve(desk, solution) {
  const dialog = await desk.choose("Résoudre");
  await new Editor(dialog, "Solution").fill(solution);
  await desk.confirm(dialog, "Résoudre");
  await desk.shows("État", "Résolu");
}

async function reject(ticket) {
  await ticket.proposed.getByRole("button", { name: "Refuser la solution" }).click();
  const dialog = ticket.dialog("Refuser la solution");
  await dialog.getByRole("textbox", { name: "Qu'est-ce qui ne va pas ?" }).fill(REASON);
  await ticket.confirm(dialog, "Refuser la solution");
  await ticket.shows("État", "En cours");
}

async function accept(ticket) {
  await ticket.proposed.getByRole("button", { name: "Accepter la solution" }).click();
  const dialog = ticket.dialog("Accepter la solution");
  await dialog.getByRole("textbox", { name: /^Un commentaire pour le support/ }).fill(THANKS);
  await dialog.getByRole("radio", { name: "Très satisfait", exact: true }).press("Space");
  await ticket.confirm(dialog, "Accepter la solution");
  await ticket.shows("État", "Clos");
  await ticket.shows("Motif de clôture", "Solution acceptée par le client");
  await ticket.fact("Satisfaction").getByRole("img", { name: "5 sur 5" }).waitFor();
}

async function isFrozen(ticket, api, number) {
  await ticket.main.getByText("Ce ticket est clos.", { exact: true }).waitFor();
  assert.equal(await ticket.send.count(), 0, "nothing can be written");
  assert.deepEqual(await ticket.allowed(), ["Créer un ticket de suivi"]);
  const refused = await api.fetch("POST", `/tickets/${number}/comments`, { json: { body_text: "Encore moi" } });
  assert.equal(refused.status, 409);
  assert.equal((await refused.json()).code, "ticket_frozen");
}

/** Work notes are not the customer's, by any way. */
async function neverSeesTheNote(ticket, api, number) {
  assert.equal((await ticket.main.innerText()).includes(NOTE), false, "the page");
  for (const path of ["", "/activity", "/comments"]) {
    const answer = await api.fetch("GET", `/tickets/${number}${path}`);
    assert.equal((await answer.text()).includes("chrysanthème"), false, path);
  }
  assert.notEqual((await api.fetch("GET", `/tickets/${number}/work-notes`)).status, 200);
  assert.equal((await api.get("/tickets?q=chrysanth%C3%A8me")).total, 0, "the search");
  const exported = await api.fetch("GET", "/tickets/export?format=csv");
  assert.equal((await exported.text()).includes("chrysanthème"), false, "the export");
}

async function followsUp(ticket, number) {
  await ticket.main.getByRole("button", { name: "Créer un ticket de suivi" }).click();
  const dialog = ticket.dialog("Créer un ticket de suivi");
  await dialog.getByText(`Le nouveau ticket est lié à ${number} et reprend ses informations.`).waitFor();
  assert.equal(await dialog.getByRole("textbox", { name: "Objet" }).inputValue(), SUBJECT);
  await new Editor(dialog, "Description").fill("Cela recommence.");
  await dialog.getByRole("button", { name: "Créer le ticket" }).click();
  await eventually(async () => ticket.page.url().endsWith(number), false, "the page is still that of the first ticket");
  const next = await ticket.number();
  await ticket.shell.notification(`Le ticket ${next} est créé.`).waitFor();
  await ticket.shows("Suite de", number);
  await ticket.shows("État", "Nouveau");
  await ticket.shows("Configuration Item", "Sage 100");
  await ticket.fact("Suite de").getByRole("link", { name: number }).click();
  await ticket.shows("État", "Clos");
}

/** What happens on the page from now on happens without loading it again. */
function neverReloads(page) {
  return page.evaluate(() => {
    globalThis.hasStayed = true;
  });
}

async function hasNotReloaded(page) {
  assert.equal(await page.evaluate(() => globalThis.hasStayed), true, "the page was not loaded again");
}

/** The mails about the ticket, one by one. */
class Post {
  #server;
  #ticket;
  #read = [];

  constructor(server, ticket) {
    this.#server = server;
    this.#ticket = ticket;
  }

  /** Waits for a mail that was not read yet, and reads it. */
  async brings(person, choose) {
    const { subject, lines } = choose(mailsAbout(this.#ticket));
    const mail = await this.#server.mails.waitFor({ to: person.username, subject, after: this.#read });
    this.#read.push(mail);
    assert.equal(mail.subject, subject);
    assertLines(mail.text, lines);
    assert.match(mail.html, /Voir le ticket sur le portail/);
    assert.ok(mail.html.includes(`${this.#ticket.url}/tickets/${this.#ticket.number}`), "the mail leads to the ticket");
  }

  /** There are no other mails, none has the note, and those to a person are one thread. */
  async isComplete(person) {
    const all = await this.#server.mails.all();
    const subjects = (mails) => mails.map((mail) => `${mail.to}: ${mail.subject}`).sort();
    assert.deepEqual(subjects(all), subjects(this.#read));
    for (const mail of all) assert.equal((mail.text + mail.html).includes("chrysanthème"), false, mail.subject);
    const [first, ...replies] = this.#read.filter((mail) => mail.to.includes(person.username));
    for (const reply of replies) {
      assert.ok(reply.references?.includes(first.messageId), `${reply.subject} is in the thread`);
    }
  }
}

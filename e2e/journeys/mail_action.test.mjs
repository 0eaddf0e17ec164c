// A customer answers by the links of mails, without signing in.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { hasFocus } from "../pages/keyboard.mjs";
import { linkOf, MailActionPage } from "../pages/mail-action.mjs";

const { journey } = usePortal();

const REASON = "Le message revient à chaque démarrage.";

/** A ticket of a customer's that an agent works. */
async function openTicket(server, subject) {
  const contact = server.person("contact");
  const customer = await Api.signIn(server, contact);
  const agent = await Api.signIn(server, server.person("agent"));
  const { number } = await customer.createTicket({ subject });
  await agent.post(`/tickets/${number}/start`, {});
  const state = async () => (await customer.get(`/tickets/${number}`)).state;
  const said = async () => (await customer.get(`/tickets/${number}/comments`)).items.map((item) => item.body_text);
  return { contact, agent, number, state, said };
}

/** Proposes a solution, and gives the mail about it. */
async function resolve(server, { contact, agent, number }) {
  const after = await server.mails.all();
  await agent.post(`/tickets/${number}/resolve`, { code: "solved", notes_text: "Pilote réinstallé." });
  return server.mails.waitFor({ to: contact.username, subject: "résolu avec succès", after });
}

journey("a customer rejects by the mail's link, once", async ({ open, server }) => {
  const ticket = await openTicket(server, "Message au démarrage");
  const mail = await resolve(server, ticket);
  const reject = linkOf(mail, "Le problème persiste");

  // A program that follows links presses nothing.
  assert.equal((await fetch(reject, { headers: { accept: "text/html" } })).status, 200);
  const page = await open({ path: reject });
  const answer = new MailActionPage(page);
  await answer.title("Le problème persiste").waitFor();
  await answer.main.getByText(`${ticket.number} - Message au démarrage`).waitFor();
  assert.equal(await ticket.state(), "resolved");

  await answer.confirm.click();
  await answer.main.getByText("Ce champ est obligatoire.").waitFor();
  await eventually(() => hasFocus(answer.reason), true, "the field has the focus");
  await answer.reason.fill(REASON);
  await answer.confirm.click();
  await answer.title("C'est noté, merci !").waitFor();
  await eventually(() => hasFocus(answer.title("C'est noté, merci !")), true, "the title has the focus");
  assert.equal(await ticket.state(), "open");
  assert.deepEqual(await ticket.said(), [REASON]);

  // The same link again, and the other one of that mail.
  await page.reload();
  await answer.title("Ce lien a déjà été utilisé").waitFor();
  await page.goto(linkOf(mail, "La solution convient"));
  await answer.title("Cette réponse n'est plus possible").waitFor();
  assert.equal(await answer.confirm.count(), 0);
  await answer.ticket.click();
  await page.waitForURL(/\/login\?next=/);
  assert.equal(server.log().includes(new URL(reject).hash.slice(1)), false, "no log has the token");
});

journey("a customer accepts by the mail's link", async ({ open, server }) => {
  const ticket = await openTicket(server, "Imprimante muette");
  const page = await open({ path: linkOf(await resolve(server, ticket), "La solution convient"), device: "phone" });
  const answer = new MailActionPage(page);
  await answer.main.getByRole("radio", { name: "Très satisfait", exact: true }).press("Space");
  await answer.comment.fill("Merci !");
  await answer.confirm.click();
  await answer.title("C'est noté, merci !").waitFor();
  assert.equal(await ticket.state(), "closed");
  assert.deepEqual(await ticket.said(), ["Merci !"]);
});

journey("a customer says by the mail's link that the matter stands", async ({ open, server }) => {
  const ticket = await openTicket(server, "Lenteur du réseau");
  const { agent, contact, number } = ticket;
  await agent.post(`/tickets/${number}/hold`, { reason: "awaiting_customer", comment_text: "Est-ce réglé ?" });
  const mail = await server.mails.waitFor({ to: contact.username, subject: `${number} - Lenteur du réseau, est en suspens` });
  // Somebody else is signed in here; the link speaks for whom it was sent to.
  const page = await open({ as: server.person("agent") });
  await page.goto(linkOf(mail, "Ma demande est toujours d'actualité"));
  const answer = new MailActionPage(page);
  await answer.confirm.click();
  await answer.title("C'est noté, merci !").waitFor();
  assert.equal(await ticket.state(), "open");
  assert.deepEqual(await ticket.said(), ["Ma demande est toujours d'actualité.", "Est-ce réglé ?"]);
});

journey("a link that is cut off says so", async ({ open }) => {
  const page = await open({ path: "/mail-action#AQAA" });
  const answer = new MailActionPage(page);
  await answer.title("Ce lien n'est pas valable").waitFor();
  assert.equal(await answer.confirm.count(), 0);
});

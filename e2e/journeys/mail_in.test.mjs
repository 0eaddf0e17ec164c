// Customers answer from their own mail programs; what they write lands in the ticket, and only that.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { deliver } from "../lib/lmtp.mjs";
import { usePortal } from "../lib/portal.mjs";
import { appleReply, gmailReply, outlookReply, replyAddress } from "../lib/replies.mjs";
import { freePort } from "../lib/server.mjs";
import { TicketPage } from "../pages/ticket.mjs";

const lmtpPort = await freePort();
const { journey } = usePortal({ env: { GUICHET_LMTP_LISTEN: `127.0.0.1:${lmtpPort}` } });

const QUESTION = "Quel message voyez-vous au démarrage ?";

/** A ticket whose customer is asked by mail, and that mail. */
async function ask(server, subject) {
  const contact = server.person("contact");
  const customer = await Api.signIn(server, contact);
  const agent = await Api.signIn(server, server.person("agent"));
  const { number, contact: person } = await customer.createTicket({ subject });
  await agent.post(`/tickets/${number}/start`, {});
  await agent.post(`/tickets/${number}/hold`, { reason: "awaiting_customer", comment_text: QUESTION });
  const mail = await server.mails.waitFor({ to: contact.username, subject: `${number} - ${subject}, est en suspens` });
  assert.ok(mail.text.includes(QUESTION));
  return { contact, customer, number, mail, from: { name: person.name, address: contact.username } };
}

/** Hands a message in as an integrator does. */
async function handIn(server, message) {
  const admin = await Api.signIn(server, server.person("admin"));
  const answer = await admin.fetch("POST", "/inbound-mail", {
    body: message,
    headers: { "content-type": "message/rfc822" },
  });
  assert.equal(answer.status, 201, await answer.clone().text());
  return answer.json();
}

/** Brings a message as a mail server does. */
async function bring(message, { from, mail }) {
  const said = await deliver(lmtpPort, { from: from.address, to: replyAddress(mail), message });
  assert.match(said, /^250 /);
}

/** A real picture: what a window shows. */
const capture = (page) => page.screenshot({ clip: { x: 0, y: 0, width: 320, height: 120 } });

/** The ticket has the answer, its picture where it stood, and nothing of what was quoted. */
async function shows(ticket, { customer, number }, { text, after, width }) {
  await ticket.shows("État", "En cours");
  await ticket.waits.waitFor({ state: "detached" });
  const entry = ticket.entry(text);
  await entry.waitFor();
  assert.equal(await entry.count(), 1, "it is there once");
  const shown = await entry.innerText();
  for (const words of [text, after]) assert.ok(shown.includes(words), `${words} in ${shown}`);
  for (const gone of [QUESTION, "a écrit", "Envoyé", "Comptabilité", "Support Heliaq", "Voir le ticket sur le portail"]) {
    assert.equal(shown.includes(gone), false, `${gone} in ${shown}`);
  }
  assert.equal(await entry.locator(".prose :is(blockquote, table)").count(), 0, "no frame is left of what was quoted");
  const picture = entry.locator(".prose img").first();
  await picture.scrollIntoViewIfNeeded();
  await eventually(() => picture.evaluate((image) => image.complete && image.naturalWidth), width, "the picture is seen");
  const { items } = await customer.get(`/tickets/${number}/comments`);
  const [comment, ...others] = items.filter((item) => item.body_text.includes(text));
  assert.deepEqual(others, []);
  assert.equal(comment.shortened, true, "the whole mail is kept");
  // In the order in which it was written.
  assert.match(comment.body_html.replaceAll("\n", " "), new RegExp(`${text}.*<img [^>]*>.*${after}`, "u"));
  assert.equal(comment.body_html.includes(QUESTION), false);
}

for (const [program, write, device] of [
  ["Gmail", gmailReply, "desktop"],
  ["Outlook", outlookReply, "desktop"],
  ["Apple Mail", appleReply, "phone"],
]) {
  const text = `Voici ce que je vois avec ${program} :`;
  const after = "Merci de votre aide, à bientôt.";

  journey(`an answer from ${program} comes into its ticket with its picture`, async ({ open, server }) => {
    const ticket = await ask(server, `Écran noir (${program})`);
    const page = await open({ as: ticket.contact, path: `/tickets/${ticket.number}`, device });
    const shown = new TicketPage(page);
    await shown.waits.waitFor();
    const picture = await capture(page);
    const width = picture.readUInt32BE(16);
    const message = write({ ...ticket, text, after, picture });
    const taken = await handIn(server, message);
    assert.deepEqual([taken.verdict, taken.number], ["commented", ticket.number]);
    await shows(shown, ticket, { text, after, width });

    // The mail server brings the same mail too: it is known.
    await bring(message, ticket);
    const { items } = await ticket.customer.get(`/tickets/${ticket.number}/comments`);
    assert.equal(items.length, 2, "the question and the answer");
  });

  journey(`an answer from ${program} comes in through the mail server`, async ({ open, server }) => {
    const ticket = await ask(server, `Imprimante muette (${program})`);
    const page = await open({ as: ticket.contact, path: `/tickets/${ticket.number}`, device });
    const shown = new TicketPage(page);
    await shown.waits.waitFor();
    const picture = await capture(page);
    await bring(write({ ...ticket, text, after, picture }), ticket);
    await shows(shown, ticket, { text, after, width: picture.readUInt32BE(16) });
  });
}

journey("a stranger's answer is kept aside, and not in the ticket", async ({ open, server }) => {
  const ticket = await ask(server, "Accès au bâtiment");
  const text = "Ouvrez-moi la porte, je suis Thierry.";
  // The address to answer to, in hands that it was not made for: by its own name, and in another customer's.
  const stranger = { name: ticket.from.name, address: "thierry@ailleurs.example" };
  const other = server.person("contact", { notAccount: ticket.contact.account });
  const neighbour = { name: "Une voisine", address: other.username };
  const admin = await Api.signIn(server, server.person("admin"));
  for (const [from, write] of [[stranger, gmailReply], [neighbour, outlookReply]]) {
    const taken = await handIn(server, write({ mail: ticket.mail, from, text }));
    assert.deepEqual([taken.verdict, taken.number], ["quarantined", null], from.address);
    const brought = appleReply({ mail: ticket.mail, from, text });
    await bring(brought, { from, mail: ticket.mail });
    const aside = async () => {
      const found = await admin.get(`/inbound-mails?verdict=quarantined&q=${encodeURIComponent(from.address)}`);
      return found.items.map((item) => item.door).sort();
    };
    await eventually(aside, ["api", "lmtp"], `both mails of ${from.address} are in quarantine`);
  }
  const { items } = await ticket.customer.get(`/tickets/${ticket.number}/comments`);
  assert.deepEqual(items.map((item) => item.body_text), [QUESTION]);
  const shown = new TicketPage(await open({ as: ticket.contact, path: `/tickets/${ticket.number}` }));
  await shown.waits.waitFor();
  await shown.shows("État", "En attente");
  assert.equal(await shown.entry(text).count(), 0);
  // Nobody outside of the directory was written to.
  const outside = (await server.mails.all()).filter((mail) => mail.to.includes(stranger.address));
  assert.deepEqual(outside, []);
});

// What happens by itself when a customer does not answer, on a clock that is turned.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { sandbox, SandboxClock } from "../lib/sandbox.mjs";
import { TicketPage } from "../pages/ticket.mjs";

const { journey } = usePortal(sandbox);

const QUESTION = "Depuis quel poste vous connectez-vous ?";
const SOLUTION = "Le compte est débloqué.";
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/**
 * A Thursday, 18:09 in Paris, whose three following business days have a weekend and 14 July among them; and after how
 * many days they are.
 */
function thursdayBefore14July(now) {
  // By the weekday of 14 July: that Thursday of the month, and the business days after it.
  const plans = {
    1: { day: 10, after: [1, 5, 6] }, // Friday 11, Tuesday 15, Wednesday 16
    2: { day: 9, after: [1, 4, 6] }, // Friday 10, Monday 13, Wednesday 15
    5: { day: 13, after: [4, 5, 6] }, // Monday 17, Tuesday 18, Wednesday 19
  };
  for (let year = now.getUTCFullYear(); ; year += 1) {
    const plan = plans[new Date(Date.UTC(year, 6, 14)).getUTCDay()];
    const thursday = plan && new Date(Date.UTC(year, 6, plan.day, 16, 9));
    if (thursday > now) return { thursday, after: plan.after };
  }
}

/** "jeudi 9 juillet à 18:09" */
function said(at) {
  const parts = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" };
  return new Intl.DateTimeFormat("fr-FR", { ...parts, timeZone: "Europe/Paris" }).format(at);
}

/** Opens the ticket as its customer sees it when the instance's time is theirs. */
async function look(open, person, number, clock, window = {}) {
  const page = await open({ as: person, ...window });
  await page.clock.setSystemTime(await clock.now());
  await page.goto(`/tickets/${number}`);
  const ticket = new TicketPage(page);
  await ticket.actions.waitFor();
  return ticket;
}

/** A customer's ticket that an agent works. */
async function openTicket(server, subject) {
  const contact = server.person("contact");
  const customer = await Api.signIn(server, contact);
  const agent = await Api.signIn(server, server.person("agent"));
  const { number } = await customer.createTicket({ subject });
  await agent.post(`/tickets/${number}/start`, {});
  const read = () => customer.get(`/tickets/${number}`);
  /** When something happened: the first entries of the history, newest first. */
  const happened = async (count) => {
    const { items } = await customer.get(`/tickets/${number}/activity`);
    return items.slice(0, count).map((entry) => [entry.kind, entry.action ?? null, Date.parse(entry.at)]);
  };
  const known = [];
  /** Waits for the next mail to the customer with this subject. */
  const mailed = async (subjectPart) => {
    const mail = await server.mails.waitFor({ to: contact.username, subject: subjectPart, after: known });
    known.push(mail);
    assert.ok(mail.text.includes(number), `${mail.subject} is about ${number}`);
    return { text: mail.text, date: Date.parse(mail.header("date")) };
  };
  return { contact, agent, number, read, happened, mailed };
}

/** Mails have seconds in their `Date`. */
const second = (at) => Math.floor(at / 1000) * 1000;
const planned = (ticket) => ticket.next_actions.map(({ action, at }) => [action, Date.parse(at)]);

journey("a question without an answer closes the ticket, over a weekend and 14 July", async ({ open, server }) => {
  const clock = await SandboxClock.of(server);
  const { thursday, after } = thursdayBefore14July(await clock.now());
  await clock.turnTo(thursday);
  const ticket = await openTicket(server, "Session bloquée");
  await ticket.agent.post(`/tickets/${ticket.number}/hold`, { reason: "awaiting_customer", comment_text: QUESTION });
  const held = (await ticket.happened(5)).find(([, action]) => action === "hold")[2];
  assert.ok(held - thursday >= 0 && held - thursday < 30_000, "it is asked on that Thursday at 18:09");
  const [first, next, closing] = after.map((days) => held + days * DAY);

  // What the customer is promised.
  assert.deepEqual(planned(await ticket.read()), [["reminder", first], ["auto_close", closing]]);
  const page = await look(open, ticket.contact, ticket.number, clock);
  const promise = (reminder) =>
    `Rappel le ${said(reminder)} · clôture automatique le ${said(closing)} sans réponse de votre part`;
  await page.promises(promise(first));
  await page.savesAgenda(/^BEGIN:VCALENDAR[\s\S]*BEGIN:VEVENT/);
  const phone = await look(open, ticket.contact, ticket.number, clock, { device: "phone" });
  await phone.promises(promise(first));
  const question = `${ticket.number} - Session bloquée, est en suspens, en attente de retour de votre part`;
  assert.equal((await ticket.mailed(question)).date, second(held));

  // A minute before the first reminder nothing has happened; then it goes out.
  await clock.turnTo(new Date(first - 60_000));
  assert.equal((await ticket.happened(1))[0][1], "hold");
  await clock.turnTo(new Date(first));
  let reminder = await ticket.mailed(question);
  assert.equal(reminder.date, second(first));
  assert.ok(reminder.text.includes(QUESTION));
  assert.deepEqual(await ticket.happened(1), [["reminded", null, first]]);
  assert.deepEqual(planned(await ticket.read()), [["reminder", next], ["auto_close", closing]]);
  // The open pages learn of it.
  for (const window of [page, phone]) {
    await window.promises(promise(next));
    await window.entry("Rappel envoyé au client").waitFor();
  }

  // The other two business days.
  const turned = await clock.turn({ advance_business_days: 2 });
  assert.ok(Date.parse(turned.now) >= closing, "three business days after the question");
  reminder = await ticket.mailed(question);
  assert.equal(reminder.date, second(next));
  const closed = await ticket.mailed(`Le case ${ticket.number} a été fermé`);
  assert.equal(closed.date, second(closing));
  assert.match(closed.text, /Motif de clôture : Clos sans réponse du client/);
  const [[kind, , at], reminded] = await ticket.happened(2);
  assert.deepEqual([kind, at], ["state_changed", closing]);
  assert.deepEqual(reminded, ["reminded", null, next]);
  const { state, close_reason, closed_at, next_actions } = await ticket.read();
  assert.deepEqual([state, close_reason, Date.parse(closed_at), next_actions], ["closed", "no_answer", closing, []]);
  for (const window of [page, phone]) {
    await window.main.getByText("Ce ticket est clos.", { exact: true }).waitFor();
    await window.shows("État", "Clos");
    await window.entry("Ticket clos automatiquement (Clos sans réponse du client)").waitFor();
    assert.equal(await window.main.getByText(/Rappel le/).count(), 0, "nothing is promised any more");
    assert.equal(await window.send.count(), 0, "nothing can be written");
  }
});

journey("a solution that nobody answers closes the ticket after 72 hours", async ({ open, server }) => {
  const clock = await SandboxClock.of(server);
  const ticket = await openTicket(server, "Compte bloqué");
  await ticket.agent.post(`/tickets/${ticket.number}/resolve`, { code: "solved", notes_text: SOLUTION });
  const resolved = Date.parse((await ticket.read()).resolved_at);
  const closing = resolved + 72 * HOUR;
  assert.deepEqual(planned(await ticket.read()), [["auto_close", closing]]);
  const page = await look(open, ticket.contact, ticket.number, clock, { device: "phone" });
  await page.proposed.getByText(SOLUTION).waitFor();
  await page.promises(`Clôture automatique le ${said(closing)} sans réponse de votre part`);
  const solution = await ticket.mailed("Votre problème a été résolu avec succès");
  assert.equal(solution.date, second(resolved));

  await clock.turn({ advance: "PT71H" });
  assert.equal((await ticket.read()).state, "resolved");
  await clock.turn({ advance: "PT1H" });
  const mail = await ticket.mailed(`Le case ${ticket.number} a été fermé`);
  assert.equal(mail.date, second(closing));
  assert.match(mail.text, /Motif de clôture : Clos automatiquement après résolution/);
  const { state, close_reason, closed_at } = await ticket.read();
  assert.deepEqual([state, close_reason, Date.parse(closed_at)], ["closed", "auto_closed", closing]);
  await page.main.getByText("Ce ticket est clos.", { exact: true }).waitFor();
  await page.shows("État", "Clos");
  await page.entry("Ticket clos automatiquement (Clos automatiquement après résolution)").waitFor();
});

journey("what was turned stays turned, and everybody stays signed in", async ({ open, server }) => {
  const clock = await SandboxClock.of(server);
  const page = await open({ as: server.person("contact"), expected: /ERR_CONNECTION_REFUSED/ });
  await clock.turn({ advance: "P90D" });
  const before = await clock.now();
  await server.terminate();
  await server.start();
  assert.ok(await clock.now() - before >= 0 && await clock.now() - before < 60_000);
  // Also the admin's token from before is one still.
  await page.reload();
  await page.getByRole("main").waitFor();
  assert.equal(new URL(page.url()).pathname, "/");
});

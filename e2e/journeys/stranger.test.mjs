// To people of another account, and to colleagues without the right, a ticket does not exist.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { usePortal } from "../lib/portal.mjs";
import { HomePage } from "../pages/home.mjs";
import { NotFoundPage } from "../pages/not-found.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

const ACCOUNT = "Biscuiterie de l'Estuaire";
const MISSING = "CS9999999";
const WORD = "ornithorynque";

/** Those of the account who see only their own tickets. */
const contacts = ({ people }) => people.filter((person) => person.role === "contact" && person.account === ACCOUNT);

/** A ticket with a file and a message, and what its owner knows of it. */
async function privateTicket(server) {
  const owner = await Api.signIn(server, contacts(server)[0]);
  const file = await owner.upload("secret.txt", WORD);
  const ticket = await owner.createTicket({ subject: `Un ${WORD} dans la salle serveur`, attachment_ids: [file.id] });
  await owner.post(`/tickets/${ticket.number}/comments`, { body_text: `L'${WORD} est toujours là.` });
  const found = (await owner.get(`/tickets?q=${WORD}`)).items;
  assert.ok(found.some(({ number }) => number === ticket.number), "its owner finds it");
  assert.equal((await owner.fetch("GET", `/attachments/${file.id}`)).status, 200, "its owner gets the file");
  return { number: ticket.number, file: file.id };
}

journey("a stranger finds nothing of a ticket in the portal", async ({ open, server }) => {
  const { number } = await privateTicket(server);
  const stranger = server.person("contact", { notAccount: ACCOUNT });
  const page = await open({ as: stranger, path: `/tickets/${number}` });
  await new NotFoundPage(page).isShown();
  assert.equal((await page.content()).includes(WORD), false);

  await new Shell(page).search.fill(WORD);
  await new Shell(page).search.press("Enter");
  const home = new HomePage(page);
  await home.empty.waitFor();
  await home.clearFilters.first().click();
  await home.table.waitFor();
  assert.equal((await home.numbers()).includes(number), false);
});

for (const [who, choose] of Object.entries({
  "a stranger": (server) => server.person("account_admin", { notAccount: ACCOUNT }),
  "a colleague without the right": (server) => contacts(server)[1],
})) {
  journey(`${who} finds nothing of a ticket by the API`, async ({ server }) => {
    const { number, file } = await privateTicket(server);
    const api = await Api.signIn(server, choose(server));
    for (const path of ["", "/comments", "/activity", "/attachments"]) {
      await looksMissing(api, "GET", `/tickets/${number}${path}`, `/tickets/${MISSING}${path}`);
    }
    // Not a customer's business, whichever ticket it is.
    await looksMissing(api, "GET", `/tickets/${number}/work-notes`, `/tickets/${MISSING}/work-notes`, { status: 403 });
    const comment = { json: { body_text: "Bonjour" } };
    await looksMissing(api, "POST", `/tickets/${number}/comments`, `/tickets/${MISSING}/comments`, comment);
    for (const action of ["accept", "cancel", "close"]) {
      const path = (ticket) => `/tickets/${ticket}/${action}`;
      await looksMissing(api, "POST", path(number), path(MISSING), { json: {} });
    }
    const nowhere = `/attachments/${file.slice(0, -4)}0000`;
    await looksMissing(api, "GET", `/attachments/${file}`, nowhere);
    await looksMissing(api, "DELETE", `/attachments/${file}`, nowhere);

    assert.equal((await api.get(`/tickets?q=${WORD}`)).total, 0, "the search");
    const numbers = (await api.all("/tickets")).map((ticket) => ticket.number);
    assert.equal(numbers.includes(number), false, "the list");
    const exported = await (await api.fetch("GET", "/tickets/export?format=csv")).text();
    assert.equal(exported.includes(number), false, "the export");
  });
}

/** Fails unless the answer about a thing that is not theirs is that about one that is not there. */
async function looksMissing(api, method, path, missing, { status = 404, ...options } = {}) {
  const [theirs, nobodys] = await Promise.all([path, missing].map((at) => api.fetch(method, at, options)));
  assert.deepEqual([theirs.status, nobodys.status], [status, status], `${method} ${path}`);
  const words = async (answer, at) => {
    const { request_id: _, ...problem } = await answer.json();
    return JSON.stringify(problem).replaceAll(at, "");
  };
  assert.equal(await words(theirs, path), await words(nobodys, missing), `${method} ${path} says no more`);
}

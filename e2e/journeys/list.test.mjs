// The list of tickets: found, filtered, sorted, paged, exported.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { readRows } from "../lib/workbook.mjs";
import { HomePage } from "../pages/home.mjs";

const { journey } = usePortal();

/** Somebody who sees all tickets of an account. */
const customer = (server) => server.person("account_admin");

async function openHome({ open, server }, path = "/") {
  const home = new HomePage(await open({ as: customer(server), path }));
  await home.range.waitFor();
  return home;
}

const address = (home) => new URL(home.page.url()).search;
const addressBecomes = (home, search) => eventually(async () => address(home), search, "the address");

/** Waits until a column holds only these words. */
const holdsOnly = (home, column, words) =>
  eventually(() => home.cells(column), (cells) => cells.length > 0 && cells.every((cell) => words.includes(cell)),
    `${column} of all rows`);

journey("a customer finds tickets by keyword, whatever the accents", async ({ open, server }) => {
  const home = await openHome({ open, server });
  assert.deepEqual(await home.columns(), [
    "Numéro", "Contact", "État", "Brève description", "Motif de la mise en attente", "Priorité", "Description",
    "Créé", "Mis à jour",
  ]);
  for (const keyword of ["TELEPHONE", "téléphone"]) {
    await home.search.fill(keyword);
    await addressBecomes(home, `?q=${encodeURIComponent(keyword)}`);
    await eventually(() => home.cells("Brève description"), (cells) => cells.includes("Le téléphone de l'atelier ne sonne plus"),
      `found by ${keyword}`);
  }
  await home.search.fill("ornithorynque");
  await home.empty.waitFor();
  await home.clearFilters.first().click();
  await addressBecomes(home, "");
  await home.showsRange("Lignes 1 - 22 sur 22");
  assert.equal(await home.search.inputValue(), "");
});

journey("filters are in the address, and survive going on and coming back", async ({ open, server }) => {
  const home = await openHome({ open, server });
  await home.toggle("État", "En cours", "Résolu");
  await addressBecomes(home, "?state=open&state=resolved");
  await holdsOnly(home, "État", ["En cours", "Résolu"]);
  const some = await home.numbers();

  await home.filterBy("Contact", "Nadia Benali");
  await holdsOnly(home, "Contact", ["Nadia Benali"]);
  const fewer = await home.numbers();
  assert.ok(fewer.length < some.length);
  const search = address(home);
  assert.match(search, /^\?state=open&state=resolved&contact=[0-9a-f-]{36}$/);

  await home.page.reload();
  await eventually(() => home.numbers(), fewer, "after loading the page again");
  await home.ticket(fewer[0]).click();
  await home.page.getByRole("heading", { level: 1 }).waitFor();
  await home.page.goBack();
  await eventually(() => home.numbers(), fewer, "after coming back from a ticket");
  assert.equal(address(home), search);
  await home.page.goBack();
  await eventually(() => home.numbers(), some, "after going back once more");

  await home.clearFilters.click();
  await home.showsRange("Lignes 1 - 22 sur 22");
});

journey("a customer sees what waits for an answer", async ({ open, server }) => {
  const home = await openHome({ open, server });
  await home.tab("Action attendue de votre part").click();
  await addressBecomes(home, "?tab=action");
  await holdsOnly(home, "État", ["En attente", "Résolu"]);
  await holdsOnly(home, "Motif de la mise en attente", ["Client", ""]);
});

journey("columns sort", async ({ open, server }) => {
  const home = await openHome({ open, server });
  for (const [direction, order] of [["descending", -1], ["ascending", 1]]) {
    await home.column("Numéro").getByRole("button").click();
    await eventually(() => home.column("Numéro").getAttribute("aria-sort"), direction, "the order is said");
    const isSorted = (numbers) => numbers.every((number, at) => at === 0 || Math.sign(number.localeCompare(numbers[at - 1])) === order);
    await eventually(() => home.numbers(), isSorted, `numbers are ${direction}`);
  }
  await home.column("Priorité").getByRole("button").click();
  const priorities = await eventually(() => home.cells("Priorité"), (cells) => new Set(cells).size > 1 && isMonotonous(cells),
    "priorities are in order");
  assert.match(priorities[0], /^\d - /);
});

const isMonotonous = (texts) => {
  const sorted = texts.toSorted();
  return [sorted, sorted.toReversed()].some((order) => order.join() === texts.join());
};

journey("the shown columns are the person's choice, and are remembered", async ({ open, server }) => {
  const home = await openHome({ open, server });
  await home.toggle("Colonnes", "Description", "Créé");
  const chosen = ["Numéro", "Contact", "État", "Brève description", "Motif de la mise en attente", "Priorité", "Mis à jour"];
  assert.deepEqual(await home.columns(), chosen);
  await home.page.reload();
  await home.range.waitFor();
  assert.deepEqual(await home.columns(), chosen);
});

journey("an agent pages through all tickets", async ({ open, server }) => {
  const home = new HomePage(await open({ as: server.person("agent"), path: "/?state=all" }));
  const seen = [];
  for (const range of ["Lignes 1 - 25 sur 60", "Lignes 26 - 50 sur 60", "Lignes 51 - 60 sur 60"]) {
    if (seen.length > 0) await home.nextPage.click();
    await home.showsRange(range);
    seen.push(...await eventually(() => home.numbers(), (numbers) => !seen.includes(numbers[0]), "other tickets"));
  }
  assert.equal(new Set(seen).size, 60);
  assert.ok(await home.nextPage.isDisabled());
  await home.page.reload();
  await home.showsRange("Lignes 51 - 60 sur 60");
  await home.previousPage.click();
  await home.showsRange("Lignes 26 - 50 sur 60");
  await eventually(() => home.numbers(), seen.slice(25, 50), "the tickets of the page before");
});

journey("the export has what the filters show, all of it", async ({ open, server }) => {
  const home = new HomePage(await open({ as: server.person("agent"), path: "/?state=closed&state=resolved" }));
  await home.range.waitFor();
  const api = await Api.signIn(server, server.person("agent"));
  const tickets = await api.all("/tickets?state=closed&state=resolved");
  assert.ok(tickets.length > 25, "more than a page");

  const download = await home.export();
  assert.match(download.suggestedFilename(), /^tickets-\d{4}-\d\d-\d\d\.xlsx$/);
  const [header, ...rows] = await readRows(await download.path());
  assert.deepEqual(header, [
    "Numéro", "Compte", "Contact", "État", "Brève description", "Motif de la mise en attente", "Priorité", "Description",
    "Affecté à", "Référence interne", "Créé", "Mis à jour",
  ]);
  const of = (column) => rows.map((row) => row[header.indexOf(column)]);
  assert.deepEqual(of("Numéro").toSorted(), tickets.map((ticket) => ticket.number).toSorted());
  assert.deepEqual([...new Set(of("État"))].toSorted(), ["Clos", "Résolu"]);
  // Days since 1900, as spreadsheets count: dates, not texts.
  assert.ok(of("Créé").every((cell) => Number(cell) > 45_000), "dates are dates");
  const subjects = new Map(tickets.map((ticket) => [ticket.number, ticket.subject]));
  assert.deepEqual(of("Brève description"), of("Numéro").map((number) => subjects.get(number)));
});

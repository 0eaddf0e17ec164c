// Contacts and configuration items from a file, and into one.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { checkAccessibility } from "../lib/axe.mjs";
import { usePortal } from "../lib/portal.mjs";
import { readRows } from "../lib/workbook.mjs";

const { journey } = usePortal();

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const count = (page, name) => page.locator(".import__count", { hasText: name }).locator("dd").textContent();

/** Chooses a file of these lines. */
const choose = (page, name, lines) =>
  page.getByLabel("Choisir un fichier").setInputFiles({
    name,
    mimeType: "text/csv",
    buffer: Buffer.from(`\ufeff${lines.join("\r\n")}\r\n`),
  });

journey("an admin corrects a file of contacts and reads it in", async ({ open, server }) => {
  const admin = await Api.signIn(server, server.person("admin"));
  const { account } = server.person("account_admin");
  const page = await open({ as: server.person("admin"), path: "/admin/contacts" });
  await page.getByRole("link", { name: "Importer" }).click();
  await heading(page, "Importer des contacts").waitFor();
  const headings = "Prénom;Nom;E-mail;Compte;Rôle";

  // Nobody's account, no last name, no address: each is told, and nothing is kept.
  await choose(page, "contacts.csv", [
    headings,
    `Paul;Lenoir;paul.lenoir@lacaze-menuiserie.example;${account};Contact`,
    `Zoé;;zoe@lacaze-menuiserie.example;${account};Contact`,
    "Max;Roy;pas-une-adresse;Société inconnue;Contact",
  ]);
  await page.getByText("3 cellules sont à corriger").waitFor();
  const rows = page.getByRole("table", { name: "Cellules à corriger" }).getByRole("row");
  assert.equal(await rows.count(), 4, "the headings and three cells");
  assert.match(await rows.nth(1).textContent(), /Ligne 3.*Nom.*obligatoire/s);
  assert.match(await rows.nth(2).textContent(), /Ligne 4.*E-mail/s);
  assert.match(await rows.nth(3).textContent(), /Ligne 4.*Compte.*n'existe pas/s);
  assert.equal(await page.getByRole("button", { name: /^Importer/ }).count(), 0, "it cannot be read in");
  await checkAccessibility(page, "a file with wrong cells");
  const found = async (q) => (await admin.get(`/contacts?q=${q}`)).total;
  assert.equal(await found("lenoir"), 0, "nothing was written");

  await page.getByRole("button", { name: "Choisir un autre fichier" }).click();
  await page.getByLabel("Envoyer une invitation aux nouveaux contacts").uncheck();
  await choose(page, "contacts.csv", [
    headings,
    `Paul;Lenoir;paul.lenoir@lacaze-menuiserie.example;${account};Contact`,
    `Zoé;Marchand;zoe@lacaze-menuiserie.example;${account};Administrateur du compte`,
  ]);
  await page.getByText("Le fichier est bon").waitFor();
  assert.equal(await count(page, "Nouveaux"), "2");
  assert.equal(await found("lenoir"), 0, "it was only tried");
  await checkAccessibility(page, "a file that can be read in");
  await page.getByRole("button", { name: "Importer 2 lignes" }).click();
  await page.getByText("L'import est terminé").waitFor();
  assert.equal(await count(page, "Nouveaux"), "2");
  assert.equal(await found("lenoir"), 1);

  // The same once more changes nothing.
  await page.getByRole("button", { name: "Choisir un autre fichier" }).click();
  await choose(page, "contacts.csv", [
    headings,
    `Paul;Lenoir;paul.lenoir@lacaze-menuiserie.example;${account};Contact`,
  ]);
  await page.getByText("Ce fichier ne change rien : tout y est déjà.").waitFor();
  await page.getByRole("link", { name: "Contacts" }).first().click();
  await heading(page, "Contacts").waitFor();
});

journey("what is no such file is refused in words", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/configuration-items/import" });
  await heading(page, "Importer des éléments de configuration").waitFor();
  // Nothing of it can be read: another can be chosen at once.
  await page.getByLabel("Choisir un fichier").setInputFiles({
    name: "vide.csv", mimeType: "text/csv", buffer: Buffer.alloc(0),
  });
  await page.getByText("Ce fichier est vide.").waitFor();
  // Its first row has no headings: each is told.
  await choose(page, "notes.csv", ["bonjour;au revoir", "1;2"]);
  await page.getByText("Cette colonne est inconnue.").first().waitFor();
  assert.equal(await page.getByRole("button", { name: /^Importer/ }).count(), 0);
});

journey("a list becomes a workbook, and a template has its headings", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/contacts?q=morvan" });
  await page.getByRole("link", { name: "Claire Morvan" }).waitFor();
  const [workbook] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Exporter" }).click(),
  ]);
  const rows = await readRows(await workbook.path());
  assert.ok(rows[0].includes("E-mail"));
  assert.equal(rows.length, 2, "the headings and the one contact that the filter shows");

  await page.getByRole("link", { name: "Importer" }).click();
  const [template] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Télécharger un modèle" }).click(),
  ]);
  assert.equal(template.suggestedFilename(), "contacts.csv");
});

journey("an account admin reads in colleagues of the own account", async ({ open, server }) => {
  const page = await open({ as: server.person("account_admin"), path: "/team" });
  await page.getByRole("link", { name: "Importer" }).click();
  await choose(page, "collegues.csv", [
    "first_name,last_name,email",
    "Anouk,Perrot,anouk.perrot@lacaze-menuiserie.example",
  ]);
  await page.getByRole("button", { name: "Importer 1 ligne" }).click();
  await page.getByText("L'import est terminé").waitFor();
  await page.getByRole("link", { name: "Voir la liste" }).click();
  await page.getByRole("link", { name: "Anouk Perrot" }).waitFor();
});

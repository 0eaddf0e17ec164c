// How admins say who comes in, and look into what was done.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { checkAccessibility } from "../lib/axe.mjs";
import { startIdentityProvider } from "../lib/identity-provider.mjs";
import { usePortal } from "../lib/portal.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const save = (page) => page.getByRole("button", { name: "Enregistrer" }).click();
const saved = (page) => new Shell(page).notification("Les changements sont enregistrés.").waitFor();

/** Asks for access as a program does. */
const askForToken = (server, id, secret) =>
  fetch(`${server.url}/api/v1/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "client_credentials", client_id: id, client_secret: secret }),
  });

journey("an OAuth client made in the portal gets access until its secret is replaced", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/oauth-clients" });
  await page.getByRole("link", { name: "Nouveau client OAuth" }).first().click();
  await heading(page, "Nouveau client OAuth").waitFor();
  await page.getByRole("button", { name: "Créer" }).click();
  assert.equal(await page.getByText("Ce champ est obligatoire.").count(), 3, "name, person, rights");
  await page.getByRole("textbox", { name: "Nom", exact: true }).fill("Supervision");
  const agent = await (await Api.signIn(server, server.person("agent"))).get("/me");
  await page.getByRole("combobox", { name: "Agit au nom de" }).fill(agent.last_name);
  await page.getByRole("option", { name: agent.name }).click();
  await page.getByLabel("Lire les tickets").check();
  // An agent cannot read the settings, and so no program that acts as one.
  await page.getByLabel("Lire les réglages").check();
  await page.getByRole("button", { name: "Créer" }).click();
  await page.getByText("Ce choix n'est pas autorisé.").waitFor();
  await page.getByLabel("Lire les réglages").uncheck();
  await page.getByRole("button", { name: "Créer" }).click();

  await heading(page, "Supervision").waitFor();
  await page.getByText("Copiez le secret maintenant").waitFor();
  await checkAccessibility(page, "the secret of a new client");
  const id = await page.getByLabel("Identifiant client").inputValue();
  const secret = await page.getByLabel("Secret client").inputValue();
  const answer = await askForToken(server, id, secret);
  assert.equal(answer.status, 200);
  const { access_token: token } = await answer.json();
  assert.ok((await new Api(server.url, token).get("/tickets?limit=1")).total > 0, "it reads tickets");

  await page.getByRole("link", { name: "C'est noté, continuer" }).click();
  await page.getByRole("button", { name: "Nouveau secret" }).click();
  const question = page.getByRole("dialog", { name: "Remplacer le secret de Supervision ?" });
  await question.getByRole("button", { name: "Nouveau secret" }).click();
  await page.getByText("Copiez le secret maintenant").waitFor();
  const next = await page.getByLabel("Secret client").inputValue();
  assert.notEqual(next, secret);
  assert.equal((await askForToken(server, id, secret)).status, 401, "the old secret is of no use");
  assert.equal((await askForToken(server, id, next)).status, 200);

  await page.getByRole("button", { name: "Désactiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Désactiver" }).click();
  await page.getByText("Ce client n'obtient plus d'accès.").waitFor();
  assert.equal((await askForToken(server, id, next)).status, 401);
});

journey("an admin sets up an identity provider and tries it", async ({ open, server }) => {
  const provider = await startIdentityProvider({ portal: server.url, slug: "essai", people: {} });
  try {
    const page = await open({ as: server.person("admin"), path: "/admin/identity-providers/new" });
    await page.getByRole("textbox", { name: "Nom", exact: true }).fill("Annuaire d'essai");
    await page.getByLabel("Nom court").fill("Essai 1");
    await page.getByLabel("Émetteur (issuer)").fill("http://127.0.0.1:9/nowhere");
    await page.getByLabel("Identifiant client").fill("guichet");
    await page.getByLabel("Secret client", { exact: true }).fill("the-secret-of-the-portal-at-the-provider");
    await page.getByRole("textbox", { name: "Domaines" }).fill("essai.example\nnon");
    await page.getByRole("button", { name: "Créer" }).click();
    // The slug and the second domain: both are told at once.
    await page.locator("[aria-invalid=true]").first().waitFor();
    assert.equal(await page.getByLabel("Nom court").getAttribute("aria-invalid"), "true");
    assert.equal(await page.getByRole("textbox", { name: "Domaines" }).getAttribute("aria-invalid"), "true");
    await page.getByLabel("Nom court").fill("essai");
    await page.getByRole("textbox", { name: "Domaines" }).fill("essai.example");
    await page.getByRole("button", { name: "Créer" }).click();
    await heading(page, "Annuaire d'essai").waitFor();
    assert.equal(
      await page.getByLabel("Adresse de retour (redirect URI)").inputValue(),
      `${server.url}/api/v1/auth/sso/essai/callback`,
    );
    await page.getByText("Un secret est enregistré.").waitFor();
    assert.equal(await page.getByLabel("Secret client", { exact: true }).inputValue(), "", "it is never shown again");

    await page.getByRole("button", { name: "Essayer" }).click();
    await page.getByText("Ce fournisseur ne peut pas être utilisé").waitFor();
    await checkAccessibility(page, "a provider that does not answer");
    await page.getByLabel("Émetteur (issuer)").fill(provider.issuer);
    await save(page);
    await saved(page);
    await page.getByRole("button", { name: "Essayer" }).click();
    await page.getByText("Le fournisseur répond comme il faut.").waitFor();

    const offered = async () => (await (await fetch(`${server.url}/api/v1/auth/providers`)).text());
    assert.match(await offered(), /Annuaire d'essai/, "strangers can choose it");
    await page.getByRole("button", { name: "Désactiver" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Désactiver" }).click();
    await page.getByText("Ce fournisseur n'est plus proposé à la connexion.").first().waitFor();
    assert.doesNotMatch(await offered(), /Annuaire d'essai/);
    await page.getByRole("button", { name: "Supprimer" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Supprimer" }).click();
    await page.getByText("Aucun fournisseur d'identité pour le moment").waitFor();
  } finally {
    await provider.stop();
  }
});

journey("a setting of security takes hold, is unlocked again, and is in the audit trail", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/security" });
  const failures = page.getByLabel("Mots de passe erronés avant verrouillage");
  assert.equal(await failures.inputValue(), "5");
  await failures.fill("2");
  await save(page);
  await page.getByText("Indiquez une valeur de 3 à 20.").waitFor();
  await failures.fill("3");
  // What only the server knows: a session cannot end before it would for lack of use.
  await page.getByLabel("Fin d'une session dans tous les cas, en jours").fill("7");
  await save(page);
  await page.getByText("Indiquez une valeur de 14 à 365.").waitFor();
  await page.getByLabel("Fin d'une session dans tous les cas, en jours").fill("60");
  await save(page);
  await saved(page);
  await page.reload();
  assert.equal(await failures.inputValue(), "3");

  // Three wrong passwords lock now.
  const { username, password } = server.person("contact");
  const signIn = (word) =>
    fetch(`${server.url}/api/v1/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password: word }),
    });
  for (let attempt = 0; attempt < 3; attempt += 1) await signIn("faux");
  assert.notEqual((await signIn(password)).status, 200, "locked after three");
  const admin = await Api.signIn(server, server.person("admin"));
  const [contact] = (await admin.get(`/contacts?q=${encodeURIComponent(username)}`)).items;
  await page.goto(`/admin/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Déverrouiller" }).click();
  await new Shell(page).notification("La connexion est possible.").waitFor();

  // All of it is in the trail: first what was done to the contact, then what the admin did.
  await page.getByRole("link", { name: "À son sujet" }).click();
  await heading(page, "Journal d'audit").waitFor();
  const trail = page.getByRole("table", { name: "Journal d'audit" });
  await trail.getByText("Connexion déverrouillée").waitFor();
  await trail.getByText("Connexion verrouillée").waitFor();
  await page.getByRole("button", { name: "Supprimer les filtres" }).click();
  await page.getByRole("combobox", { name: "Quoi" }).fill("réglages");
  await page.getByRole("option", { name: "Réglages modifiés" }).click();
  await page.waitForURL("**/admin/audit?action=settings.changed");
  const row = trail.getByRole("row").filter({ hasText: "Réglages modifiés" }).first();
  await row.getByText("Réglages modifiés").click();
  await row.getByText("settings.changed").waitFor();
  await checkAccessibility(page, "an entry of the audit trail");
  await row.getByRole("button", { name: "Du même auteur" }).click();
  await page.waitForURL("**/admin/audit?actor=*&action=settings.changed");
  const tomorrow = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
  await page.getByLabel("Du", { exact: true }).fill(tomorrow);
  await page.getByText("Rien dans le journal ne correspond à ces filtres.").waitFor();
});

journey("an admin sends an invitation again, exports a person's data, and anonymises them", async ({ open, server }) => {
  const admin = await Api.signIn(server, server.person("admin"));
  const [account] = (await admin.get("/accounts?limit=1")).items;
  const contact = await admin.post("/contacts", {
    first_name: "Odile", last_name: "Tessier", email: "odile.tessier@ephemere.example", account_id: account.id,
  });
  const page = await open({ as: server.person("admin"), path: `/admin/contacts/${contact.id}` });
  await page.getByRole("button", { name: "Renvoyer l'invitation" }).click();
  await new Shell(page).notification("L'invitation est envoyée.").waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Exporter les données" }).click(),
  ]);
  assert.match(file.suggestedFilename(), /\.json$/);

  await page.getByRole("button", { name: "Anonymiser" }).click();
  const question = page.getByRole("dialog", { name: "Anonymiser Odile Tessier ?" });
  const confirm = question.getByRole("button", { name: "Anonymiser" });
  assert.ok(await confirm.isDisabled(), "the name has to be typed");
  await question.getByLabel("Saisissez « Odile Tessier » pour confirmer").fill("Odile Tessier");
  await checkAccessibility(page, "the question before a person is anonymised");
  await confirm.click();
  await new Shell(page).notification("La personne est anonymisée.").waitFor();
  assert.equal((await admin.get("/contacts?q=tessier")).total, 0);
});

journey("an admin revokes the API token of somebody else", async ({ open, server }) => {
  const agent = await Api.signIn(server, server.person("agent"));
  const made = await agent.post("/me/api-tokens", { name: "Tableau de bord", scopes: ["tickets:read"], expires_in_days: 30 });
  const program = new Api(server.url, made.token);
  assert.ok((await program.get("/tickets?limit=1")).total > 0);
  const page = await open({ as: server.person("admin"), path: "/admin/api-tokens" });
  await page.getByRole("button", { name: "Révoquer : Tableau de bord" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Révoquer" }).click();
  await page.getByText("Aucun jeton pour le moment").waitFor();
  await assert.rejects(program.get("/tickets?limit=1"), "its access ended");
});

journey("retention, limits of programs and timers are set by forms", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/retention" });
  await page.getByLabel("E-mails reçus, tels quels, en jours").fill("365");
  await save(page);
  await saved(page);
  await page.goto("/admin/machines");
  await page.getByLabel("Requêtes par minute").fill("1200");
  await save(page);
  await saved(page);
  await page.goto("/admin/timers");
  // A ticket that never closes has no last day to remind on: that is for the server to know.
  await page.getByLabel("Clôture sans réponse du client, en jours ouvrés").fill("0");
  await save(page);
  await page.getByText("Ce champ est obligatoire.").waitFor();
  assert.equal(await page.getByLabel("Rappels au plus").getAttribute("aria-invalid"), "true");
  await page.getByLabel("Rappels au plus").fill("2");
  await save(page);
  await saved(page);
  const admin = await Api.signIn(server, server.person("admin"));
  assert.deepEqual(await admin.get("/settings/retention"), {
    ended_session_days: 30, raw_mail_days: 365, mail_log_days: null,
  });
  assert.equal((await admin.get("/settings/machines")).requests_per_minute, 1200);
  assert.deepEqual((await admin.get("/settings/timers")).awaiting_customer, { close_after_days: 0, reminders: 2 });
});

for (const device of ["desktop", "phone"]) {
  journey(`the pages of the administration are accessible on a ${device}`, async ({ open, server }) => {
    const page = await open({ as: server.person("admin"), device, path: "/admin" });
    for (const [path, name] of [
      ["/admin/contacts/import", "Importer des contacts"],
      ["/admin/security", "Sécurité"],
      ["/admin/identity-providers/new", "Nouveau fournisseur"],
      ["/admin/oauth-clients/new", "Nouveau client OAuth"],
      ["/admin/api-tokens", "Jetons d'API"],
      ["/admin/timers", "Délais"],
      ["/admin/calendars", "Calendriers"],
      ["/admin/audit", "Journal d'audit"],
    ]) {
      await page.goto(path);
      await heading(page, name).waitFor();
      await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
      await checkAccessibility(page, `${name} on a ${device}`);
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(content <= window, `${name} is ${content} wide in a window of ${window}`);
    }
    if (device === "phone") {
      // The whole navigation is one menu there.
      await page.locator(".admin__menu").getByRole("button").click();
      await page.getByRole("menuitemradio", { name: "Comptes" }).click();
      await heading(page, "Comptes").waitFor();
    }
  });
}

journey("a calendar gets a working week and a day that is different, and an account its own timers", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/calendars?year=2027" });
  await heading(page, "Calendriers").waitFor();
  await page.getByText("vendredi 1er janvier").waitFor();
  await page.getByRole("button", { name: "Année suivante" }).click();
  await page.getByRole("heading", { name: "Jours fériés 2028" }).waitFor();
  await page.getByLabel("Calendrier", { exact: true }).selectOption({ label: "France : Alsace et Moselle" });
  await page.getByText("26 décembre").waitFor();

  await page.getByLabel("Samedi").check();
  await page.getByRole("button", { name: "Ajouter un jour" }).click();
  await save(page);
  assert.equal(await page.getByText("Ce champ est obligatoire.").count(), 2, "its date and its name");
  for (const [at, name] of [[0, "Pont"], [1, "Encore"]]) {
    if (at > 0) await page.getByRole("button", { name: "Ajouter un jour" }).click();
    await page.getByLabel("Date").nth(at).fill("2028-05-26");
    await page.getByRole("textbox", { name: "Nom", exact: true }).nth(at).fill(name);
  }
  await save(page);
  // The same day twice: said at the second.
  await page.getByText("Cela ne peut être donné qu'une fois.").waitFor();
  assert.equal(await page.getByLabel("Date").nth(1).getAttribute("aria-invalid"), "true");
  await checkAccessibility(page, "a calendar with a mistake");
  await page.getByRole("button", { name: "Retirer ce jour" }).nth(1).click();
  await save(page);
  await saved(page);
  const admin = await Api.signIn(server, server.person("admin"));
  const calendar = await admin.get("/calendars/fr_alsace_moselle");
  assert.ok(calendar.week.includes("saturday"));
  assert.deepEqual(calendar.exceptions, [{ date: "2028-05-26", kind: "holiday", name: "Pont" }]);

  const [account] = (await admin.get("/accounts?limit=1")).items;
  await page.goto(`/admin/accounts/${account.id}`);
  await page.getByLabel("Calendrier", { exact: true }).selectOption({ label: "France : Alsace et Moselle" });
  await page.getByLabel("Rappels au plus").fill("1");
  const own = page.getByRole("button", { name: "Enregistrer les délais" });
  await own.click();
  // Reminders of its own need a closing of its own.
  await page.getByText("Ce champ est obligatoire.").waitFor();
  await page.getByLabel("Clôture sans réponse du client, en jours ouvrés").fill("5");
  await own.click();
  await saved(page);
  const timers = await admin.get(`/accounts/${account.id}/timers`);
  assert.equal(timers.calendar, "fr_alsace_moselle");
  assert.deepEqual(timers.awaiting_customer, { close_after_days: 5, reminders: 1 });
  assert.equal(timers.resolved, null);
});

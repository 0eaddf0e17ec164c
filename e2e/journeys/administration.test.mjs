// What admins look after, and account admins in their own account.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { usePortal } from "../lib/portal.mjs";
import { NotFoundPage } from "../pages/not-found.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const save = (page) => page.getByRole("button", { name: "Enregistrer" });

journey("an admin enters an account and its contact, and deactivates the contact", async ({ open, server }) => {
  const admin = server.person("admin");
  const page = await open({ as: admin });
  const shell = new Shell(page);
  await shell.choose("Administration");
  await heading(page, "Comptes").waitFor();

  await page.getByRole("link", { name: "Nouveau compte" }).click();
  await heading(page, "Nouveau compte").waitFor();
  await page.getByLabel("Nom").fill("Poterie Évrard");
  await page.getByRole("button", { name: "Créer" }).click();
  await heading(page, "Poterie Évrard").waitFor();

  // The account leads to its contacts, of which there are none.
  await page.getByRole("link", { name: "Contacts" }).last().click();
  await heading(page, "Contacts").waitFor();
  await page.getByText("Rien ne correspond à ces filtres.").waitFor();

  await page.getByRole("link", { name: "Nouveau contact" }).first().click();
  await heading(page, "Nouveau contact").waitFor();
  await page.getByRole("button", { name: "Créer" }).click();
  assert.equal(await page.getByText("Ce champ est obligatoire.").count(), 4);
  await page.getByLabel("Prénom").fill("Inès");
  await page.getByRole("textbox", { name: "Nom", exact: true }).fill("Évrard");
  const email = page.getByLabel("Adresse e-mail");
  await email.fill(server.person("contact").username);
  await page.getByRole("combobox", { name: "Compte" }).fill("poterie");
  await page.getByRole("option", { name: "Poterie Évrard" }).click();
  await page.getByRole("button", { name: "Créer" }).click();
  // Somebody has that address already: said at the field, which has the focus.
  await page.locator("[aria-invalid=true]").waitFor();
  assert.equal(await email.getAttribute("aria-invalid"), "true");
  await email.fill("ines@poterie-evrard.example");
  await page.getByRole("button", { name: "Créer" }).click();
  await heading(page, "Inès Évrard").waitFor();
  await page.getByText("Invitation en attente").waitFor();

  await page.getByLabel("Prénom").fill("Inès-Marie");
  await save(page).click();
  await heading(page, "Inès-Marie Évrard").waitFor();

  await page.getByRole("button", { name: "Désactiver" }).click();
  const question = page.getByRole("dialog", { name: "Désactiver Inès-Marie Évrard" });
  await question.getByRole("button", { name: "Désactiver" }).click();
  await page.getByText("Cette personne ne peut plus se connecter.").waitFor();
  await page.getByRole("button", { name: "Réactiver" }).click();
  await page.getByRole("button", { name: "Désactiver" }).waitFor();

  // The list finds her without accents, and its address says so.
  await page.getByRole("navigation", { name: "Administration" }).getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("searchbox", { name: "Recherche par mot clé" }).fill("evrard");
  await page.waitForURL("**/admin/contacts?q=evrard");
  await page.getByText("Lignes 1 - 1 sur 1").waitFor();
  await page.getByRole("link", { name: "Inès-Marie Évrard" }).waitFor();
});

journey("an admin puts an agent into a group", async ({ open, server }) => {
  const admin = server.person("admin");
  const page = await open({ as: admin, path: "/admin/groups/new" });
  await page.getByLabel("Nom").fill("Téléphonie");
  const agent = await (await Api.signIn(server, server.person("agent"))).get("/me");
  await page.getByRole("combobox", { name: "Membres" }).fill(agent.last_name);
  await page.getByRole("option", { name: agent.name }).click();
  await page.getByRole("button", { name: "Créer" }).click();
  await heading(page, "Téléphonie").waitFor();
  const { groups } = await (await Api.signIn(server, server.person("agent"))).get("/me");
  assert.ok(groups.some((group) => group.name === "Téléphonie"), "the agent works in the group");

  await page.getByRole("button", { name: `Retirer ${agent.name}` }).click();
  await save(page).click();
  await new Shell(page).notification("Les changements sont enregistrés.").waitFor();
  const after = await (await Api.signIn(server, server.person("agent"))).get("/me");
  assert.ok(!after.groups.some((group) => group.name === "Téléphonie"), "and does not any more");
});

journey("an account admin invites a colleague and limits what they see", async ({ open, server }) => {
  const page = await open({ as: server.person("account_admin") });
  await new Shell(page).choose("Contacts de votre société");
  await page.getByRole("link", { name: "Inviter un collègue" }).first().click();
  await page.getByLabel("Prénom").fill("Hugo");
  await page.getByRole("textbox", { name: "Nom", exact: true }).fill("Lemoine");
  await page.getByLabel("Adresse e-mail").fill("hugo.lemoine@lacaze-menuiserie.example");
  await page.getByLabel("Voit tous les tickets de sa société").check();
  await page.getByRole("button", { name: "Créer" }).click();
  await heading(page, "Hugo Lemoine").waitFor();
  assert.ok(await page.getByLabel("Adresse e-mail").isDisabled(), "only support changes addresses");
  await page.getByLabel("Voit tous les tickets de sa société").uncheck();
  await save(page).click();
  await new Shell(page).notification("Les changements sont enregistrés.").waitFor();
  await page.getByRole("link", { name: "Contacts de votre société" }).click();
  const row = page.getByRole("row", { name: /Hugo Lemoine/ });
  await row.getByText("Non").waitFor();
});

journey("to others the administration does not exist", async ({ open, server }) => {
  for (const [role, paths] of [
    ["contact", ["/admin", "/admin/contacts", "/team"]],
    ["agent", ["/admin/agents", "/team"]],
    ["account_admin", ["/admin/accounts"]],
    ["admin", ["/team"]],
  ]) {
    const page = await open({ as: server.person(role) });
    for (const path of paths) {
      await page.goto(path);
      await new NotFoundPage(page).isShown();
    }
  }
});

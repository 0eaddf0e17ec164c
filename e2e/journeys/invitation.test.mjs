// From an invitation to the last session: a colleague comes, sees what they may, and goes.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { checkAccessibility } from "../lib/axe.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { SetPasswordPage } from "../pages/forgotten-password.mjs";
import { HomePage } from "../pages/home.mjs";
import { LoginPage } from "../pages/login.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

const PASSWORD = "Corbeau-7-Rouge!";

journey("an invited colleague sets a first password, sees their own tickets, and is signed out for good", async ({ open, server }) => {
  const boss = server.person("account_admin");
  const page = await open({ as: boss, path: "/team/new" });
  const email = "nadia.ferrand@lacaze-menuiserie.example";
  await page.getByLabel("Prénom").fill("Nadia");
  await page.getByRole("textbox", { name: "Nom", exact: true }).fill("Ferrand");
  await page.getByLabel("Adresse e-mail").fill(email);
  await page.getByRole("button", { name: "Créer" }).click();
  await page.getByRole("heading", { level: 1, name: "Nadia Ferrand" }).waitFor();

  const mail = await server.mails.waitFor({ to: email, subject: /./ });
  const link = new URL(mail.text.match(/http\S+\/password#\S+/)[0]);
  assert.equal(link.origin, server.url, "the link leads to the public address");
  const own = await open({ path: link.pathname + link.hash });
  const form = new SetPasswordPage(own);
  await form.first.fill("nadia");
  await eventually(async () => (await form.kept.count()) < 8, true, "a first name is no password");
  await checkAccessibility(own, "the first password");
  await form.first.fill(PASSWORD);
  await eventually(() => form.kept.count(), 8, "all rules are ticked");
  await form.second.fill(PASSWORD);
  await form.second.press("Enter");
  await form.signIn.click();

  const login = new LoginPage(own);
  await login.username.fill(email);
  await login.password.fill(PASSWORD);
  await login.password.press("Enter");
  const home = new HomePage(own);
  await home.search.waitFor();
  // The account has tickets; none is hers, and she may not see those of others.
  const bossApi = await Api.signIn(server, boss);
  assert.ok((await bossApi.get("/tickets?limit=1")).total > 0);
  await home.empty.waitFor();

  // With the right she sees them at her next look; and what ends her sessions holds at once.
  await page.reload();
  await page.getByLabel("Voit tous les tickets de sa société").check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await new Shell(page).notification("Les changements sont enregistrés.").waitFor();
  await eventually(async () => {
    await own.reload();
    await home.empty.or(home.range).first().waitFor();
    return home.empty.isVisible();
  }, false, "she sees her account's tickets");

  // Signed out by the boss, she can come back; out of use, she cannot.
  await page.getByRole("button", { name: "Mettre fin aux sessions" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Mettre fin aux sessions" }).click();
  await new Shell(page).notification("Ses sessions ont pris fin.").waitFor();
  await own.reload();
  await login.title.waitFor();
  await login.username.fill(email);
  await login.password.fill(PASSWORD);
  await login.password.press("Enter");
  await home.search.waitFor();

  await page.getByRole("button", { name: "Désactiver" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Désactiver" }).click();
  await page.getByText("Cette personne ne peut plus se connecter.").waitFor();
  await own.reload();
  await login.title.waitFor();
  await login.username.fill(email);
  await login.password.fill(PASSWORD);
  await login.password.press("Enter");
  await own.getByText("Nom d'utilisateur ou mot de passe incorrect.").waitFor();
});

// A forgotten password, without a mouse: three steps, a mail, a new password.
import assert from "node:assert/strict";

import { checkAccessibility } from "../lib/axe.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { ForgottenPasswordPage, SetPasswordPage } from "../pages/forgotten-password.mjs";
import { HomePage } from "../pages/home.mjs";
import { hasFocus, tabTo } from "../pages/keyboard.mjs";
import { LoginPage } from "../pages/login.mjs";

const { journey } = usePortal();

const NEW = "Corbeau-7-Rouge!";
const SUBJECT = /mot de passe/i;

/** The first two steps, by keyboard; returns every text that the screen showed. */
async function ask(page, username, email) {
  const { keyboard } = page;
  const wizard = new ForgottenPasswordPage(page);
  const shown = [];
  const look = async () => shown.push(await page.getByRole("main").innerText());
  await wizard.title.waitFor();
  await tabTo(wizard.username);
  await keyboard.type(username);
  await tabTo(wizard.captcha);
  await keyboard.press("Space");
  await wizard.solved.waitFor({ timeout: 30_000 });
  await look();
  await tabTo(wizard.next);
  await keyboard.press("Enter");
  await wizard.email.waitFor();
  await eventually(() => hasFocus(wizard.title), true, "the heading of the step has the focus");
  await look();
  await tabTo(wizard.email);
  await keyboard.type(email);
  await keyboard.press("Enter");
  await wizard.sent.waitFor();
  await look();
  return shown;
}

journey("a forgotten password is reset by keyboard alone", async ({ open, server }) => {
  const person = server.person("contact");
  const before = await server.mails.all();
  const page = await open({});
  const { keyboard } = page;
  const login = new LoginPage(page);
  await tabTo(login.forgotten);
  await keyboard.press("Enter");

  // What is missing is said at its field.
  const wizard = new ForgottenPasswordPage(page);
  await wizard.title.waitFor();
  await tabTo(wizard.username);
  await keyboard.press("Enter");
  await page.getByText("Ce champ est obligatoire.").waitFor();
  await page.getByText("Cochez cette case et attendez la fin de la vérification.").waitFor();
  await eventually(() => hasFocus(wizard.username), true, "the first field that is wrong has the focus");
  await checkAccessibility(page, "the wizard with errors");
  assert.match(await wizard.step.innerText(), /Identifier/);

  await ask(page, person.username, person.username);
  assert.match(await wizard.step.innerText(), /Vérifier/);
  await checkAccessibility(page, "the end of the wizard");
  await tabTo(wizard.close);
  await keyboard.press("Enter");
  await login.title.waitFor();

  const mail = await server.mails.waitFor({ to: person.username, subject: SUBJECT, after: before });
  const link = mail.text.match(/http\S+\/password#\S+/)[0];
  await page.goto(link);
  const reset = new SetPasswordPage(page);
  await reset.title.waitFor();
  assert.match(await wizard.step.innerText(), /Réinitialiser/);
  await page.getByText("Le compte n'est pas verrouillé").waitFor();
  await checkAccessibility(page, "the new password");
  await tabTo(reset.first);
  await keyboard.type("corbeau");
  const some = await reset.kept.count();
  await keyboard.press("Enter");
  await page.getByText("Ce mot de passe ne respecte pas toutes les règles.").waitFor();
  await eventually(() => hasFocus(reset.first), true, "the field that is wrong has the focus");
  await keyboard.press("Control+A");
  await keyboard.type(NEW);
  await eventually(() => reset.kept.count(), 8, "all rules are ticked");
  assert.ok(some < 8, `${some} rules were ticked by "corbeau"`);
  await tabTo(reset.second);
  await keyboard.type(NEW);
  await keyboard.press("Enter");
  await reset.done.waitFor();
  await tabTo(reset.signIn);
  await keyboard.press("Enter");

  await login.title.waitFor();
  await tabTo(login.username);
  await keyboard.type(person.username);
  await tabTo(login.password);
  await keyboard.type(person.password);
  await keyboard.press("Enter");
  await page.getByText("Nom d'utilisateur ou mot de passe incorrect.").waitFor();
  await eventually(() => hasFocus(login.password), true, "the password has the focus");
  await keyboard.press("Control+A");
  await keyboard.type(NEW);
  await keyboard.press("Enter");
  await new HomePage(page).search.waitFor();

  // The link is good for one password, and says where another is had.
  const other = await open({ path: new URL(link).pathname + new URL(link).hash });
  await other.getByRole("heading", { name: "Ce lien a déjà servi, ou un autre l'a remplacé" }).waitFor();
  await checkAccessibility(other, "a link that was used");
  await other.getByRole("link", { name: "Demander un nouveau lien" }).click();
  await new ForgottenPasswordPage(other).title.waitFor();
});

journey("the wizard says the same whether the name exists or not", async ({ open, server }) => {
  const person = server.person("agent");
  const known = await ask(await open({ path: "/forgotten-password" }), person.username, person.username);
  await server.mails.waitFor({ to: person.username, subject: SUBJECT });
  const before = (await server.mails.all()).length;
  const page = await open({ path: "/forgotten-password" });
  const unknown = await ask(page, "personne@nulle-part.example", "personne@nulle-part.example");
  assert.deepEqual(unknown, known);
  assert.equal((await server.mails.all()).length, before, "nobody is mailed");
});

// How one signs in, looked after in the profile: password, second factor, passkeys, tokens.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { checkAccessibility } from "../lib/axe.mjs";
import { eventually } from "../lib/eventually.mjs";
import { oneTimeCode } from "../lib/one-time-code.mjs";
import { usePortal } from "../lib/portal.mjs";
import { HomePage } from "../pages/home.mjs";
import { hasFocus } from "../pages/keyboard.mjs";
import { LoginPage } from "../pages/login.mjs";
import { Shell } from "../pages/shell.mjs";

// Passkeys need a name: no address of numbers has any.
const { journey } = usePortal({ host: "localhost" });

const NEW = "Corbeau-7-Rouge!";

const section = (page, name) => page.getByRole("region", { name, exact: true });
const button = (place, name) => place.getByRole("button", { name, exact: true });

/** An authenticator that says yes to everything, in this window. */
async function addAuthenticator(page) {
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  const { authenticatorId } = await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const agree = (isUserVerified) => devices.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified });
  return { agree };
}

/** Sets the second factor up on a page that offers it; returns secret and recovery codes. */
async function enrol(page, place) {
  await button(place, "Configurer").click();
  const secret = (await place.getByRole("textbox", { name: "Clé secrète" }).inputValue()).replaceAll(" ", "");
  await place.getByRole("img", { name: /^QR code/ }).waitFor();
  const code = place.getByRole("textbox", { name: "Code à usage unique" });
  await eventually(() => hasFocus(code), true, "the code has the focus");
  await checkAccessibility(page, "the secret of an app");
  await code.fill("000000");
  await code.press("Enter");
  await place.getByText("Ce code n'est pas le bon.").waitFor();
  await code.fill(oneTimeCode(secret).replace(/^.../, "$& "));
  await code.press("Enter");
  await place.getByText("Gardez ces codes : ils ne seront plus affichés.").waitFor();
  await eventually(() => hasFocus(place.getByRole("heading", { name: "Codes de récupération" })), true, "focus");
  await checkAccessibility(page, "the recovery codes");
  const codes = await place.getByRole("list", { name: "Codes de récupération" }).getByRole("listitem").allInnerTexts();
  return { secret, codes };
}

journey("a person changes their password", async ({ open, server }) => {
  const person = server.person("contact");
  const other = await open({ as: person, path: "/guide" });
  const page = await open({ as: person, path: "/profile" });
  const place = section(page, "Mot de passe");
  const [current, first, second] = ["Mot de passe actuel", "Nouveau mot de passe", "Ressaisir le mot de passe"]
    .map((name) => place.getByLabel(name));
  await current.fill("Pas-le-bon-29!");
  await first.fill("corbeau");
  await button(place, "Changer le mot de passe").click();
  await place.getByText("Ce mot de passe ne respecte pas toutes les règles.").waitFor();
  await place.getByText("Les deux saisies sont différentes.").waitFor();
  await checkAccessibility(page, "the profile with errors");
  await first.fill(NEW);
  await second.fill(NEW);
  await eventually(() => place.locator(".password-rules__rule--holds").count(), 8, "all rules are ticked");
  await button(place, "Changer le mot de passe").click();
  await place.getByText("Ce n'est pas correct.").waitFor();
  await eventually(() => hasFocus(current), true, "the wrong password has the focus");
  await current.fill(person.password);
  await button(place, "Changer le mot de passe").click();
  await new Shell(page).notification("Votre mot de passe est changé.").waitFor();
  assert.equal(await first.inputValue(), "");

  await other.reload();
  await new LoginPage(other).title.waitFor();
  await new LoginPage(other).signIn({ ...person, password: NEW });
  await other.getByRole("heading", { level: 1, name: "Guide utilisateur" }).waitFor();
  await page.reload();
  await place.getByLabel("Mot de passe actuel").waitFor();
});

journey("a person sets the second factor up and turns it off again", async ({ open, server }) => {
  const person = server.person("agent");
  const page = await open({ as: person, path: "/profile" });
  const place = section(page, "Double authentification");
  await place.getByText("Désactivée").waitFor();
  const { secret, codes } = await enrol(page, place);
  assert.equal(codes.length, new Set(codes).size);
  const [file] = await Promise.all([page.waitForEvent("download"), button(place, "Télécharger").click()]);
  assert.equal(file.suggestedFilename(), "guichet-codes.txt");
  await button(place, "J'ai gardé ces codes").click();
  await place.getByText("Activée", { exact: true }).waitFor();
  await place.getByText(`${codes.length} codes de récupération restants`).waitFor();

  const other = await open({});
  await new LoginPage(other).signIn(person);
  await other.getByLabel("Code à usage unique").fill(codes[0]);
  await other.keyboard.press("Enter");
  await new HomePage(other).search.waitFor();
  await page.reload();
  await place.getByText(`${codes.length - 1} codes de récupération restants`).waitFor();

  await button(place, "Nouveaux codes de récupération").click();
  const dialog = page.getByRole("dialog");
  await checkAccessibility(page, "the question who one is");
  await button(dialog, "Créer les codes").click();
  await dialog.getByText("Ce champ est obligatoire.").waitFor();
  await dialog.getByLabel("Votre mot de passe").fill("Pas-le-bon-29!");
  await button(dialog, "Créer les codes").click();
  await dialog.getByText("Ce n'est pas correct.").waitFor();
  await dialog.getByLabel("Votre mot de passe").fill("");
  await dialog.getByLabel("Ou un code à usage unique").fill(codes[1]);
  await eventually(async () => {
    // The wait between two tries grows with wrong ones.
    if (await dialog.isVisible()) await button(dialog, "Créer les codes").click();
    return place.getByText("Gardez ces codes").isVisible();
  }, true, "the codes are made anew");
  await button(place, "J'ai gardé ces codes").click();

  await button(place, "Désactiver").click();
  await dialog.getByLabel("Ou un code à usage unique").fill(oneTimeCode(secret, 1));
  await button(dialog, "Désactiver").click();
  await place.getByText("Désactivée").waitFor();
  await page.context().clearCookies();
  await page.goto("/login");
  await new LoginPage(page).signIn(person);
  await new HomePage(page).search.waitFor();
});

journey("a passkey is made, renamed, used to sign in, and removed", async ({ open, server }) => {
  const person = server.person("account_admin");
  const page = await open({ as: person, path: "/profile" });
  const authenticator = await addAuthenticator(page);
  const place = section(page, "Clés d'accès");
  const dialog = page.getByRole("dialog");
  await place.getByText("Vous n'avez pas encore de clé d'accès.").waitFor();
  await button(place, "Ajouter une clé d'accès").click();
  await checkAccessibility(page, "the name of a passkey");
  await authenticator.agree(false);
  await dialog.getByLabel("Nom de la clé").fill("Téléphone");
  await button(dialog, "Continuer").click();
  await dialog.getByText("La création a été annulée.").waitFor();
  await authenticator.agree(true);
  await button(dialog, "Continuer").click();
  await place.getByText("Téléphone", { exact: true }).waitFor();
  await place.getByText("Jamais utilisée").waitFor();
  await checkAccessibility(page, "the profile with a passkey");
  await place.getByRole("button", { name: "Renommer Téléphone" }).click();
  await dialog.getByLabel("Nom de la clé").fill("Ordinateur");
  await button(dialog, "Enregistrer").click();
  await place.getByText("Ordinateur", { exact: true }).waitFor();

  await new Shell(page).choose("Se déconnecter");
  const login = new LoginPage(page);
  await login.title.waitFor();
  await authenticator.agree(false);
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByText("La connexion par clé d'accès a été annulée.").waitFor();
  await checkAccessibility(page, "the login page after a passkey was refused");
  await authenticator.agree(true);
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await new Shell(page).heading.getByText("Votre profil").waitFor();
  await place.getByText("Ordinateur", { exact: true }).waitFor();
  assert.equal(await place.getByText("Jamais utilisée").count(), 0);
  await place.getByRole("button", { name: "Supprimer : Ordinateur" }).click();
  await dialog.getByText("« Ordinateur » ne permettra plus de se connecter.").waitFor();
  await checkAccessibility(page, "the question before a passkey goes");
  await button(dialog, "Supprimer").click();
  await place.getByText("Vous n'avez pas encore de clé d'accès.").waitFor();
  await new Shell(page).choose("Se déconnecter");
  await login.title.waitFor();
  await page.getByRole("button", { name: "Se connecter avec une clé d'accès" }).click();
  await page.getByText("Cette clé d'accès n'est pas reconnue.").waitFor();
});

journey("a token made in the portal opens the API until it is revoked", async ({ open, server }) => {
  const person = server.person("contact", { notAccount: server.person("contact").account });
  const page = await open({ as: person, path: "/profile" });
  const place = section(page, "Jetons d'API");
  const dialog = page.getByRole("dialog");
  await place.getByText("Vous n'avez pas de jeton.").waitFor();
  await button(place, "Créer un jeton").click();
  await button(dialog, "Créer").click();
  await dialog.getByText("Ce champ est obligatoire.").waitFor();
  await dialog.getByText("Cochez au moins une permission.").waitFor();
  await checkAccessibility(page, "a new token with errors");
  await dialog.getByRole("textbox", { name: "Nom", exact: true }).fill("Export de nuit");
  await dialog.getByLabel("Durée de validité").selectOption("30");
  await dialog.getByLabel("Lire les tickets").check();
  await button(dialog, "Créer").click();
  await dialog.getByText("Copiez-le maintenant : il ne sera plus affiché.").waitFor();
  await checkAccessibility(page, "a new token");
  const token = await dialog.getByLabel("Jeton", { exact: true }).inputValue();
  assert.match(token, /^gct_/);
  await button(dialog, "J'ai gardé le jeton").click();
  await place.getByText("Export de nuit", { exact: true }).waitFor();
  await place.getByText(`gct_…${token.slice(-4)}`).waitFor();
  await checkAccessibility(page, "the profile with a token");

  const ask = async (path) => {
    const answer = await fetch(`${server.url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
    return answer.status;
  };
  assert.equal(await ask("/tickets"), 200);
  assert.equal(await ask("/me"), 403);
  await place.getByRole("button", { name: "Révoquer : Export de nuit" }).click();
  await dialog.getByText("Les programmes qui utilisent « Export de nuit »").waitFor();
  await button(dialog, "Révoquer").click();
  await place.getByText("Vous n'avez pas de jeton.").waitFor();
  assert.equal(await ask("/tickets"), 401);
});

journey("who must have a second factor is led to it, and on", async ({ open, server }) => {
  const admin = server.person("admin");
  const api = await Api.signIn(server, admin);
  const settings = await api.get("/settings/security");
  const person = server.people.filter((other) => other.role === "agent")[1];
  const page = await open({ as: person, path: "/" });
  await new HomePage(page).search.waitFor();
  const json = { ...settings, second_factor: "agents" };
  assert.equal((await api.fetch("PUT", "/settings/security", { json })).status, 200);
  const main = page.getByRole("main");
  const due = main.getByRole("heading", { level: 1, name: "Protégez votre compte" });
  // Who a session belongs to is known for some seconds; then any list leads there, without a reload.
  await eventually(async () => {
    if (!(await due.isVisible())) await new Shell(page).search.fill(`x${Date.now()}`);
    if (!(await due.isVisible())) await new Shell(page).search.press("Enter");
    return due.isVisible();
  }, true, "the person is led to the second factor");
  await main.getByText("Votre rôle exige la double authentification. Configurez-la pour continuer").waitFor();
  await checkAccessibility(page, "the second factor that is due");
  const { codes } = await enrol(page, main);
  await button(main, "J'ai gardé ces codes").click();
  await new HomePage(page).search.waitFor();

  // Whoever must have it cannot turn it off in the profile.
  await page.goto("/profile");
  const place = section(page, "Double authentification");
  await place.getByText("Votre rôle exige la double authentification.").waitFor();
  assert.equal(await button(place, "Désactiver").count(), 0);

  // The admin who turned it on is not locked out either.
  const own = await open({ path: "/login" });
  await new LoginPage(own).signIn(admin);
  await own.getByRole("main").getByRole("heading", { level: 1, name: "Protégez votre compte" }).waitFor();
  await button(own.getByRole("main"), "Se déconnecter").click();
  await new LoginPage(own).title.waitFor();
  const other = await open({ path: "/login" });
  await new LoginPage(other).signIn(person);
  await other.getByLabel("Code à usage unique").fill(codes[0]);
  await other.keyboard.press("Enter");
  await new HomePage(other).search.waitFor();
});

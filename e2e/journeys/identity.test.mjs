// Ways in besides the password alone: a one-time code, an identity provider, a passkey.
import assert from "node:assert/strict";

import { startIdentityProvider } from "../lib/identity-provider.mjs";
import { oneTimeCode } from "../lib/one-time-code.mjs";
import { usePortal } from "../lib/portal.mjs";
import { signIn } from "../lib/session.mjs";
import { HomePage } from "../pages/home.mjs";
import { LoginPage } from "../pages/login.mjs";
import { Shell } from "../pages/shell.mjs";

// Passkeys need a name: no address of numbers has any.
const { journey } = usePortal({ host: "localhost" });

/** Calls the API as somebody. */
async function call(page, token, method, path, data) {
  const answer = await page.context().request.fetch(`/api/v1${path}`, {
    method, data, headers: { authorization: `Bearer ${token}` },
  });
  assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
  return answer.status() === 204 ? null : answer.json();
}

journey("the password asks for a code where one is set up", async ({ open, server }) => {
  const person = server.person("agent");
  const page = await open({});
  const token = await signIn(page.context(), person);
  const { secret } = await call(page, token, "POST", "/me/second-factor/totp", {});
  const { codes } = await call(page, token, "POST", "/me/second-factor/totp/confirm", { code: oneTimeCode(secret) });
  await page.context().clearCookies();
  await page.goto("/");

  const login = new LoginPage(page);
  await login.signIn(person);
  const code = page.getByLabel("Code à usage unique");
  await code.waitFor();
  assert.equal(await code.evaluate((field) => document.activeElement === field), true, "it has the focus");
  await code.fill("000000");
  await code.press("Enter");
  await page.getByText("Ce code n'est pas valable").waitFor();
  await code.fill(codes[0]);
  await code.press("Enter");
  await new HomePage(page).search.waitFor();
});

journey("a person comes in and leaves by the provider of their company", async ({ open, server }) => {
  const person = server.person("contact");
  const subject = "person-1";
  const provider = await startIdentityProvider({
    portal: server.url,
    slug: "entreprise",
    people: {
      [subject]: { email: person.username, email_verified: true, name: "N'importe qui" },
      stranger: { email: "nobody@elsewhere.example", email_verified: true },
    },
  });
  try {
    const admin = await open({ as: server.person("admin") });
    const token = await signIn(admin.context(), server.person("admin"));
    const domain = person.username.split("@")[1];
    const made = await call(admin, token, "POST", "/identity-providers", {
      slug: "entreprise", name: "Entreprise", issuer: provider.issuer, domains: [domain], ...provider.client,
    });
    const tried = await call(admin, token, "POST", `/identity-providers/${made.id}/test`, {});
    assert.deepEqual([tried.usable, tried.problem], [true, null]);

    // Somebody whom the portal does not know reads why.
    const sites = [provider.issuer];
    const page = await open({ sites });
    const sso = page.getByRole("link", { name: "Connectez-vous avec l'authentification unique (SSO)" });
    await sso.click();
    await page.getByRole("button", { name: "Continue as stranger" }).click();
    await page.getByRole("heading", { name: "Connexion impossible" }).waitFor();
    await page.getByText("Aucune personne de ce portail n'a votre adresse e-mail.").waitFor();
    await page.getByRole("link", { name: "Retour à la page de connexion" }).click();
    await new LoginPage(page).title.waitFor();

    // The address leads to the provider of its domain.
    const other = await open({ sites });
    await new LoginPage(other).username.fill(person.username);
    await new LoginPage(other).password.focus();
    await other.getByRole("link", { name: "Connectez-vous avec l'authentification unique (SSO)" }).click();
    await other.getByRole("button", { name: `Continue as ${subject}` }).click();
    await new HomePage(other).search.waitFor();
    await other.reload();
    await new HomePage(other).search.waitFor();

    await new Shell(other).choose("Se déconnecter");
    await other.getByRole("button", { name: /yes/i }).click();
    await new LoginPage(other).title.waitFor();
    assert.equal(new URL(other.url()).origin, new URL(server.url).origin, "one is back at the portal");
  } finally {
    await provider.stop();
  }
});

journey("a passkey of Chromium's opens a session", async ({ open, server }) => {
  const person = server.person("contact");
  const page = await open({});
  const token = await signIn(page.context(), person);
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const asked = await call(page, token, "POST", "/me/passkeys/options", {});
  const made = await page.evaluate(async (asked) => {
    const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
    const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
    const credential = await navigator.credentials.create({
      publicKey: {
        challenge: bytes(asked.challenge),
        rp: { id: asked.rp_id, name: asked.rp_name },
        user: { id: bytes(asked.user_id), name: asked.user_name, displayName: asked.user_display_name },
        pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: asked.exclude_credentials.map((id) => ({ type: "public-key", id: bytes(id) })),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        timeout: asked.timeout_ms,
      },
    });
    return {
      name: "Chromium", client_data: text(credential.response.clientDataJSON),
      attestation_object: text(credential.response.attestationObject),
    };
  }, asked);
  await call(page, token, "POST", "/me/passkeys", made);

  // Twice: its count has to grow.
  for (let use = 0; use < 2; use += 1) {
    const name = await page.evaluate(async () => {
      const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
      const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
        .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
      const post = async (path, body) => {
        const headers = { "content-type": "application/json" };
        const answer = await fetch(`/api/v1/auth/passkey${path}`, { method: "POST", headers, body: JSON.stringify(body) });
        return answer.json();
      };
      const asked = await post("/options", {});
      const { rawId, response } = await navigator.credentials.get({
        publicKey: { challenge: bytes(asked.challenge), rpId: asked.rp_id, userVerification: "required" },
      });
      const { access_token } = await post("/login", {
        credential_id: text(rawId), client_data: text(response.clientDataJSON),
        authenticator_data: text(response.authenticatorData), signature: text(response.signature),
        user_handle: text(response.userHandle),
      });
      const me = await fetch("/api/v1/me", { headers: { authorization: `Bearer ${access_token}` } });
      return (await me.json()).email;
    });
    assert.equal(name, person.username);
  }
  const kept = await call(page, token, "GET", "/me/passkeys");
  assert.deepEqual(kept.items.map((passkey) => passkey.name), ["Chromium"]);
  assert.ok(kept.items[0].last_used_at);
});

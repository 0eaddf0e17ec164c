// A real identity provider (npm `oidc-provider`) that knows some people.
import { createServer } from "node:http";

import Provider from "oidc-provider";

import { freePort } from "./server.mjs";

const CLIENT = { client_id: "guichet", client_secret: "the-secret-of-the-portal-at-the-provider" };

/** Asks whether one really wants to leave; the provider's own page loads a font from elsewhere. */
function logoutSource(context, form) {
  const button = '<button type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>';
  context.body = `<!doctype html><title>Provider</title><link rel="icon" href="data:,">${form}${button}`;
}

/**
 * Starts a provider on another site than the portal, which is at `localhost`.
 *
 * @param {{portal: string, slug: string, people: Record<string, object>}} options `people`: their claims by subject
 */
export async function startIdentityProvider({ portal, slug, people }) {
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [{
      ...CLIENT,
      redirect_uris: [`${portal}/api/v1/auth/sso/${slug}/callback`],
      post_logout_redirect_uris: [`${portal}/`],
    }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["given_name", "family_name", "name"] },
    findAccount: (_context, sub) => people[sub] && { accountId: sub, claims: () => ({ sub, ...people[sub] }) },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource } },
    cookies: { keys: ["only for the journeys"] },
    pkce: { required: () => true },
    // The portal is the company's own: nobody is asked whether it may know them.
    loadExistingGrant: async (context) => {
      const { client, session } = context.oidc;
      const grant = new context.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope("openid email profile");
      await grant.save();
      return grant;
    },
  });
  provider.use(async (context, next) => {
    if (!context.path.startsWith("/interaction/")) return next();
    if (context.method === "GET") {
      const buttons = Object.keys(people).map((sub) => `<button formaction="?sub=${sub}">Continue as ${sub}</button>`);
      context.type = "html";
      context.body = `<!doctype html><title>Provider</title><link rel="icon" href="data:,"><form method="post">${buttons.join("")}</form>`;
      return;
    }
    const result = { login: { accountId: context.query.sub } };
    context.redirect(await provider.interactionResult(context.req, context.res, result));
  });
  const server = createServer(provider.callback());
  await new Promise((done) => server.listen(port, "127.0.0.1", done));
  return {
    issuer,
    client: CLIENT,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

// What the supplier publishes: who sees it, and where.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { checkAccessibility } from "../lib/axe.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { CreateTicketPage } from "../pages/create-ticket.mjs";
import { HomePage } from "../pages/home.mjs";

const { journey } = usePortal();

const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const announcements = (page) => page.getByRole("region", { name: "Annonces en cours" });

/** Publishes something as the admin, and returns its short name. */
async function publish(api, publication) {
  const { slug } = await api.post("/publications", publication);
  await api.post(`/publications/${slug}/publish`, {});
  return slug;
}

journey("an announcement for one account is seen by it alone", async ({ open, server }) => {
  const admin = await Api.signIn(server, server.person("admin"));
  const contact = server.person("contact");
  const { account } = await (await Api.signIn(server, contact)).get("/me");
  const others = (await admin.all("/accounts")).filter(({ id }) => id !== account.id);
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const announcement = (title, ids) => ({
    kind: "announcement",
    account_ids: ids,
    pinned_until: tomorrow,
    texts: [{ language: "fr", title, summary: "Dimanche matin.", body_html: "<p>De 8 h à 10 h.</p>" }],
  });
  await publish(admin, announcement("Coupure de votre fibre", [account.id]));
  const foreign = await publish(admin, announcement("Coupure chez les autres", [others[0].id]));

  const page = await open({ as: contact });
  await announcements(page).getByRole("link", { name: "Coupure de votre fibre" }).waitFor();
  assert.equal(await page.getByText("Coupure chez les autres").count(), 0);
  await page.goto(`/publications/${foreign}`);
  await page.getByText("Cet élément n'existe pas ou ne vous est pas accessible.").waitFor();

  await page.goto("/");
  await announcements(page).getByRole("link", { name: "Coupure de votre fibre" }).click();
  await heading(page, "Coupure de votre fibre").waitFor();
  await page.getByText("De 8 h à 10 h.").waitFor();
});

journey("an article is found, read, and judged", async ({ open, server }) => {
  const admin = await Api.signIn(server, server.person("admin"));
  const slug = await publish(admin, {
    kind: "article",
    category: "Téléphonie",
    texts: [{
      language: "fr",
      title: "Transférer un appel",
      summary: "Du poste fixe ou de l'application.",
      body_html: "<h2>Du poste fixe</h2><p>Appuyez sur R.</p><h2>De l'application</h2><p>Touchez l'écran.</p>",
    }],
  });
  const page = await open({ as: server.person("contact") });
  const home = new HomePage(page);
  await home.publications.getByRole("link", { name: "Tout afficher" }).click();
  await heading(page, "Publications").waitFor();
  await checkAccessibility(page, "publications");

  await page.getByRole("combobox", { name: "Catégorie" }).selectOption("Téléphonie");
  await page.waitForURL("**/publications?category=T%C3%A9l%C3%A9phonie");
  const list = page.getByRole("region", { name: "Publications" }).getByRole("list");
  await list.getByRole("link", { name: "Transférer un appel" }).waitFor();
  await eventually(() => list.getByRole("link").count(), 1, "no other category is shown");

  await page.getByRole("button", { name: "Supprimer les filtres" }).click();
  const search = page.getByRole("main").getByRole("searchbox", { name: "Recherche par mot clé" });
  await search.fill("ecran touchez");
  await search.press("Enter");
  await list.getByRole("link", { name: "Transférer un appel" }).click();

  await heading(page, "Transférer un appel").waitFor();
  await checkAccessibility(page, "publication");
  await page.getByRole("navigation", { name: "Sommaire" }).getByRole("link", { name: "De l'application" }).click();
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), "De l'application");
  const no = page.getByRole("button", { name: "Non" });
  await no.click();
  await page.getByText("Nos techniciens peuvent vous aider").waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Non", pressed: true }).waitFor();
  await page.getByRole("button", { name: "Oui" }).click();
  await page.getByText("Merci pour votre réponse.").waitFor();
  const { helpful_count, unhelpful_count } = await admin.get(`/publications/${slug}/source`);
  assert.deepEqual([helpful_count, unhelpful_count], [1, 0]);
});

journey("what may answer is suggested while the subject is typed", async ({ open, server }) => {
  const page = await open({ as: server.person("contact") });
  await new HomePage(page).create.click();
  const form = new CreateTicketPage(page);
  await form.subject.fill("Je n'arrive pas à installer le vpn sur mon portable");
  const suggested = page.getByRole("link", { name: "Installer le VPN sur un ordinateur portable" });
  await suggested.waitFor();
  assert.equal(await suggested.getAttribute("target"), "_blank");
  await form.subject.fill("Bonjour");
  await suggested.waitFor({ state: "detached" });
});

// What the supplier publishes: who sees it, and where.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { checkAccessibility } from "../lib/axe.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { CreateTicketPage } from "../pages/create-ticket.mjs";
import { Editor } from "../pages/editor.mjs";
import { HomePage } from "../pages/home.mjs";
import { Shell } from "../pages/shell.mjs";

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
  // The page says thanks before its answer has arrived.
  await eventually(async () => {
    const { helpful_count, unhelpful_count } = await admin.get(`/publications/${slug}/source`);
    return [helpful_count, unhelpful_count];
  }, [1, 0], "what was said last counts");
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

journey("an admin writes an article, publishes it, changes it, and takes it back", async ({ open, server }) => {
  const page = await open({ as: server.person("admin"), path: "/admin/publications" });
  const shell = new Shell(page);
  const saved = () => shell.notification("La publication est enregistrée.").last().waitFor();
  await heading(page, "Publications").waitFor();
  await page.getByRole("link", { name: "Nouvelle publication" }).click();
  await heading(page, "Nouvelle publication").waitFor();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  // What is missing is said at its fields.
  await page.locator("[aria-invalid=true]").first().waitFor();
  await checkAccessibility(page, "the form of a publication with errors");
  const french = page.locator(".publication-form__text[lang=fr]");
  await french.getByLabel("Titre").fill("Régler l'heure du four");
  await new Editor(french, "Texte").type("Tournez le bouton.");
  await page.getByRole("textbox", { name: "Catégorie" }).fill("Cuisine");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await heading(page, "Régler l'heure du four").waitFor();
  await page.waitForURL("**/admin/publications/regler-l-heure-du-four");

  const reader = await open({ as: server.person("contact"), path: "/publications/regler-l-heure-du-four" });
  await reader.getByText("Cet élément n'existe pas ou ne vous est pas accessible.").waitFor();
  await page.getByRole("button", { name: "Publier maintenant" }).click();
  await page.getByText(/^Publiée le /).waitFor();
  await reader.reload();
  await heading(reader, "Régler l'heure du four").waitFor();
  await reader.getByText("Tournez le bouton.").waitFor();

  // A second text, in English; the first stays where it was.
  await page.getByRole("tab", { name: "English" }).click();
  const english = page.locator(".publication-form__text[lang=en]");
  await english.getByLabel("Titre").fill("Set the oven's clock");
  await new Editor(english, "Texte").type("Turn the knob.");
  await page.getByRole("tab", { name: "Français" }).click();
  await french.getByLabel("Titre").fill("Mettre le four à l'heure");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await heading(page, "Mettre le four à l'heure").waitFor();
  const admin = await Api.signIn(server, server.person("admin"));
  const { texts } = await admin.get("/publications/regler-l-heure-du-four/source");
  assert.deepEqual(texts.map(({ language, title }) => [language, title]), [
    ["fr", "Mettre le four à l'heure"],
    ["en", "Set the oven's clock"],
  ]);

  await page.getByRole("button", { name: "Versions" }).click();
  const versions = page.getByRole("dialog", { name: "Versions" });
  await versions.getByRole("listitem").filter({ hasText: "Régler l'heure" }).getByRole("button", { name: "Reprendre" }).click();
  await eventually(() => french.getByLabel("Titre").inputValue(), "Régler l'heure du four", "the earlier text is back");

  // What is done with the publication takes nothing typed away, and a save afterwards is for its new version.
  await page.getByRole("button", { name: "Retirer" }).click();
  await page.getByText("Retirée : vos clients ne la voient plus.").waitFor();
  await reader.reload();
  await reader.getByText("Cet élément n'existe pas ou ne vous est pas accessible.").waitFor();
  await page.getByRole("button", { name: "Programmer…" }).click();
  const schedule = page.getByRole("dialog", { name: "Programmer…" });
  await schedule.getByLabel("Parution le").fill("2040-01-01T08:30");
  await schedule.getByRole("button", { name: "Programmer", exact: true }).click();
  await page.getByText(/Parution programmée le .*janvier.*8:30/).waitFor();
  assert.equal(await french.getByLabel("Titre").inputValue(), "Régler l'heure du four", "what was typed is still there");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await heading(page, "Régler l'heure du four").waitFor();
  await checkAccessibility(page, "the form of a publication");
});

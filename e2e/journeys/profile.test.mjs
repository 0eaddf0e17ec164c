// One's own data: changed in the profile, and seen everywhere at once.
import assert from "node:assert/strict";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { usePortal } from "../lib/portal.mjs";
import { Shell } from "../pages/shell.mjs";

const { journey } = usePortal();

const section = (page, name) => page.getByRole("region", { name });

journey("a person changes name, language and time zone", async ({ open, server }) => {
  const person = server.person("contact");
  const page = await open({ as: person });
  const shell = new Shell(page);
  await shell.choose("Votre profil");
  await shell.heading.getByText("Votre profil").waitFor();
  const personal = section(page, "Données personnelles");
  await personal.getByLabel("Prénom").fill("");
  await personal.getByRole("button", { name: "Enregistrer" }).click();
  await personal.getByText("Ce champ est obligatoire.").waitFor();
  await personal.getByLabel("Prénom").fill("Clarisse");
  await personal.getByLabel("Langue").selectOption("en");
  await personal.getByRole("combobox", { name: "Fuseau horaire" }).fill("noumea");
  await page.getByRole("option", { name: "Pacific/Noumea" }).click();
  await personal.getByRole("button", { name: "Enregistrer" }).click();

  await shell.heading.getByText("Your profile").waitFor();
  await page.getByRole("button", { name: /^Menu of Clarisse/ }).waitFor();
  const me = await (await Api.signIn(server, person)).get("/me");
  assert.deepEqual([me.first_name, me.language, me.time_zone], ["Clarisse", "en", "Pacific/Noumea"]);
});

journey("a person says which mails they want", async ({ open, server }) => {
  const person = server.person("agent");
  const page = await open({ as: person, path: "/profile" });
  const mails = section(page, "E-mails");
  await mails.getByLabel("Un ticket vous est affecté").uncheck();
  await new Shell(page).notification("Vos changements sont enregistrés.").waitFor();
  await page.reload();
  await mails.getByLabel("Un ticket arrive dans votre groupe").waitFor();
  assert.equal(await mails.getByLabel("Un ticket vous est affecté").isChecked(), false);
});

journey("a session is ended from another browser", async ({ open, server }) => {
  const person = server.person("account_admin");
  const lost = await open({ as: person, path: "/guide" });
  await lost.getByRole("heading", { level: 1, name: "Guide utilisateur" }).waitFor();
  const page = await open({ as: person, path: "/profile" });
  const devices = section(page, "Appareils connectés");
  const here = devices.getByRole("listitem").filter({ hasText: "Cet appareil" });
  await here.getByText("Chrome · Linux").waitFor();
  await here.getByText("127.0.0.1").waitFor();
  await devices.getByRole("button", { name: "Déconnecter tous les autres appareils" }).click();
  await eventually(() => devices.getByRole("listitem").count(), 1, "the sessions that are left");
  await lost.reload();
  await lost.getByRole("heading", { level: 1, name: "Bienvenue" }).waitFor();
  await page.reload();
  await devices.getByText("Cet appareil").waitFor();
});

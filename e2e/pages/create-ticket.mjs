// "Créer un ticket Heliaq"
import { Editor } from "./editor.mjs";
import { Uploads } from "./uploads.mjs";

/** The form of a new ticket. */
export class CreateTicketPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    const main = page.getByRole("main");
    this.page = page;
    this.title = main.getByRole("heading", { level: 1, name: "Créer un ticket Heliaq" });
    this.account = main.getByLabel("Compte", { exact: true });
    this.contact = main.getByLabel("Contact", { exact: true });
    this.impact = main.getByRole("combobox", { name: "Impact" });
    this.urgency = main.getByRole("combobox", { name: "Urgence" });
    this.item = main.getByRole("combobox", { name: "Configuration Item" });
    this.subject = main.getByRole("textbox", { name: "Objet" });
    this.description = new Editor(main, "Description");
    this.uploads = new Uploads(main, "Ajouter des pièces jointes");
    this.submit = main.getByRole("button", { name: "Soumettre" });
    this.guide = main.getByRole("link", { name: "Guide utilisateur" });
    this.restored = main.getByText("Votre brouillon a été repris là où vous l'aviez laissé.");
    this.discard = main.getByRole("button", { name: "Effacer le brouillon" });
    this.complete = main.getByText("Tout est renseigné.");
  }

  /** An entry of "Informations obligatoires". */
  missing(field) {
    return this.page.getByRole("main").getByRole("listitem").getByRole("button", { name: field, exact: true });
  }

  /** Chooses from what the field offers for these letters. */
  async chooseItem(letters, name) {
    await this.item.fill(letters);
    await this.page.getByRole("option", { name }).click();
  }
}

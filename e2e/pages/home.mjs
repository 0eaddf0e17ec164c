// "Accueil" of a customer, "File d'attente" of an agent.
import { eventually } from "../lib/eventually.mjs";

/** The page with the list of tickets. */
export class HomePage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.create = page.getByRole("main").getByRole("link", { name: /^Créer un ticket/ });
    this.publications = page.getByRole("region", { name: "Publications" });
    this.tickets = page.getByRole("region", { name: "Tickets" });
    this.table = this.tickets.getByRole("table", { name: "Tickets" });
    this.search = this.tickets.getByRole("searchbox", { name: "Recherche par mot clé" });
    this.clearFilters = this.tickets.getByRole("button", { name: "Supprimer les filtres" });
    this.range = this.tickets.getByRole("navigation", { name: /^Lignes/ }).getByText(/^Lignes/);
    this.nextPage = this.tickets.getByRole("button", { name: "Page suivante" });
    this.previousPage = this.tickets.getByRole("button", { name: "Page précédente" });
    this.empty = this.tickets.getByText("Aucun enregistrement de Ticket n'utilise ce filtre.");
  }

  /** The link to a ticket in the list. */
  ticket(number) {
    return this.table.getByRole("link", { name: number });
  }

  /** A tab above the list. */
  tab(name) {
    return this.tickets.getByRole("tab", { name, exact: true });
  }

  /** What the columns are called, from left to right. */
  columns() {
    return this.table.getByRole("columnheader").allInnerTexts();
  }

  /** The heading of a column. */
  column(name) {
    return this.table.getByRole("columnheader", { name, exact: true });
  }

  /** The ticket numbers on this page of the list. */
  async numbers() {
    return (await this.table.getByRole("rowheader").allInnerTexts()).map((text) => text.trim());
  }

  /** What a column says, row by row. */
  async cells(column) {
    const at = (await this.columns()).indexOf(column);
    const rows = await this.table.getByRole("row").all();
    const cells = rows.slice(1).map((row) => row.getByRole("rowheader").or(row.getByRole("cell")).nth(at).innerText());
    return (await Promise.all(cells)).map((text) => text.trim());
  }

  /** Waits for the line below the list: "Lignes 1 - 25 sur 60". */
  async showsRange(text) {
    await this.tickets.getByRole("navigation", { name: text, exact: true }).waitFor();
  }

  /** Ticks or unticks boxes of a panel, such as "État" or "Colonnes", and closes it. */
  async toggle(panel, ...boxes) {
    // Behind the name is how many are ticked; a heading that sorts has the name alone.
    const button = this.tickets.getByRole("button", { name: new RegExp(`^${panel}( ?\\d+)?$`), expanded: false });
    await button.click();
    for (const name of boxes) {
      const box = this.tickets.getByRole("checkbox", { name, exact: true });
      const before = await box.isChecked();
      await box.click();
      await eventually(() => box.isChecked(), !before, `the box ${name} follows`);
    }
    await this.page.keyboard.press("Escape");
  }

  /** Chooses whose tickets are shown. */
  async filterBy(field, name) {
    await this.tickets.getByRole("combobox", { name: field }).fill(name);
    await this.page.getByRole("option", { name }).click();
  }

  /** Downloads the export. */
  async export() {
    const arrived = this.page.waitForEvent("download");
    await this.tickets.getByRole("button", { name: "Exporter" }).click();
    return arrived;
  }
}

// What is around every page of a signed-in person.

/** Header, breadcrumb and notifications. */
export class Shell {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.heading = page.getByRole("heading", { level: 1 });
    this.search = page.getByRole("searchbox", { name: "Rechercher", exact: true });
    this.userMenu = page.getByRole("button", { name: /^(Menu de|Menu of) / });
    this.way = page.getByRole("navigation", { name: "Fil d'Ariane" });
    this.notifications = page.getByRole("region", { name: /^Notifications$/ });
  }

  /** Chooses an entry of the person's own menu. */
  async choose(entry) {
    await this.userMenu.click();
    await this.page.getByRole("menu").getByText(entry, { exact: true }).click();
  }

  /** A notification with this text. */
  notification(text) {
    return this.notifications.getByText(text);
  }
}

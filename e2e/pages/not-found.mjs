// "Page introuvable"

/** What an address without a page shows. */
export class NotFoundPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    this.title = page.getByRole("main").getByText("Page introuvable").first();
  }

  /** Waits for it. */
  async isShown() {
    await this.title.waitFor();
  }
}

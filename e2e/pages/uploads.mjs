// Files on their way to the server.

/** A button for files, and the list of those that were chosen. */
export class Uploads {
  /**
   * @param {import("playwright-core").Locator} scope where it is
   * @param {string} label what the button says
   */
  constructor(scope, label) {
    this.input = scope.getByLabel(label);
    this.list = scope.getByRole("list", { name: "Pièces jointes" });
  }

  /** A chosen file. */
  row(name) {
    return this.list.getByRole("listitem").filter({ hasText: name });
  }

  /** Chooses a file and waits until it has arrived. */
  async add(name, content, mimeType = "text/plain") {
    await this.input.setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
    await this.row(name).waitFor();
    await this.row(name).getByRole("progressbar").waitFor({ state: "detached" });
  }
}

// The rich-text editor.

/** One rich-text field. */
export class Editor {
  /**
   * @param {import("playwright-core").Locator | import("playwright-core").Page} scope where it is
   * @param {string} label what the field is called
   */
  constructor(scope, label) {
    this.text = scope.getByRole("textbox", { name: label, exact: true });
    this.toolbar = scope.getByRole("toolbar", { name: "Mise en forme" });
  }

  /** Replaces the text. */
  async fill(text) {
    await this.text.fill(text);
  }

  /** Types at the end, like a person. */
  async type(text) {
    await this.text.press("ControlOrMeta+End");
    await this.text.pressSequentially(text);
  }

  /** Presses a tool, such as "Gras". */
  async press(tool) {
    await this.toolbar.getByRole("button", { name: tool, exact: true }).click();
  }
}

// "Ma demande : CS0047447"
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";

import { eventually } from "../lib/eventually.mjs";
import { Editor } from "./editor.mjs";
import { Shell } from "./shell.mjs";
import { Uploads } from "./uploads.mjs";

const NUMBER = /CS\d{7}/;

/** The page of one ticket. */
export class TicketPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    const main = page.getByRole("main");
    this.page = page;
    this.shell = new Shell(page);
    this.main = main;
    this.subject = main.getByRole("heading", { level: 1 });
    this.actions = main.getByRole("button", { name: "Actions", exact: true });
    this.feed = main.getByRole("list", { name: "Activité" });
    this.filesTab = main.getByRole("tab", { name: /^Pièces jointes/ });
    this.activityTab = main.getByRole("tab", { name: "Activité" });
    this.waits = main.getByRole("region", { name: "Le support attend votre réponse" });
    this.proposed = main.getByRole("region", { name: "Une solution vous est proposée" });
    this.description = main.locator("section", { has: page.getByRole("heading", { name: "Description" }) });
    this.files = new Uploads(main, "Joindre des fichiers");
    this.send = main.getByRole("button", { name: "Envoyer", exact: true });
    this.addNote = main.getByRole("button", { name: "Ajouter la note" });
    this.noteKind = main.getByRole("radio", { name: "Note de travail" });
    this.message = new Editor(main, "Message");
    this.note = new Editor(main, "Note de travail");
  }

  /** Waits for the page and returns the ticket's number. */
  async number() {
    await this.page.waitForURL(NUMBER);
    await this.actions.waitFor();
    return NUMBER.exec(this.page.url())[0];
  }

  /** What a label of the header or the details says. */
  fact(label) {
    const term = this.page.getByRole("term").and(this.page.getByText(label, { exact: true }));
    return this.main.locator("dl > div", { has: term }).getByRole("definition");
  }

  /** Waits until a label says this. */
  async shows(label, text) {
    const read = async () => (await this.fact(label).allInnerTexts()).join().trim();
    await eventually(read, text, `${label} of the ticket`);
  }

  /** Waits for the line that says what happens next by itself; a pattern. */
  async promises(pattern) {
    await this.main.getByText(new RegExp(`^${pattern}$`, "u")).waitFor();
  }

  /** Saves what happens next as a file for a calendar; a pattern of its content. */
  async savesAgenda(pattern) {
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.main.getByRole("button", { name: "Ajouter à mon agenda" }).click(),
    ]);
    assert.match(download.suggestedFilename(), /\.ics$/);
    assert.match(await readFile(await download.path(), "utf8"), pattern);
  }

  /** Entries of the activity with this text. */
  entry(text) {
    return this.feed.locator(":scope > li", { hasText: text });
  }

  /** What can be chosen from the menu, without choosing. */
  async allowed() {
    await this.actions.click();
    const names = await this.page.getByRole("menuitem").allInnerTexts();
    await this.page.keyboard.press("Escape");
    return names.map((name) => name.trim());
  }

  /** Chooses from the menu; returns the dialog that opens, if it has one. */
  async choose(action) {
    await this.actions.click();
    await this.page.getByRole("menuitem", { name: action, exact: true }).click();
    return this.dialog(action);
  }

  /** The dialog of an action. */
  dialog(action) {
    return this.page.getByRole("dialog", { name: action });
  }

  /** Sends what is written in a dialog. */
  async confirm(dialog, button) {
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  }

  /** Writes to the other side. */
  async say(text) {
    await this.message.fill(text);
    await this.send.click();
    await this.entry(text).waitFor();
  }

  /** Writes to the team. */
  async takeNote(text) {
    await this.noteKind.press("Space");
    await this.note.fill(text);
    await this.addNote.click();
    await this.entry(text).waitFor();
  }
}

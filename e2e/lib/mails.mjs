// The mails that the server wrote into a folder instead of sending them.
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import PostalMime from "postal-mime";

const ARRIVAL_TIMEOUT_MS = 15_000;

/** A folder of `.eml` files. */
export class Mailbox {
  #folder;
  #parsed = new Map();

  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * All mails, by file name: `{file, from, to, subject, text, html, messageId, inReplyTo, references, header}`,
   * where `to` lists addresses and `header(name)` gives a raw header.
   */
  async all() {
    const names = await readdir(this.#folder).catch((error) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    const files = names.filter((name) => name.endsWith(".eml")).sort();
    return Promise.all(files.map((file) => this.#read(file)));
  }

  async #read(file) {
    if (!this.#parsed.has(file)) {
      this.#parsed.set(file, parse(file, await readFile(join(this.#folder, file))));
    }
    return this.#parsed.get(file);
  }

  /**
   * The first mail to `to` whose subject contains (or matches) `subject`, waiting for it.
   *
   * @param {{to: string, subject: string | RegExp, after?: object[]}} wanted `after`: mails seen before, not meant
   */
  async waitFor({ to, subject, after = [] }) {
    const seen = new Set(after.map((mail) => mail.file));
    const fits = (mail) =>
      !seen.has(mail.file)
      && mail.to.includes(to.toLowerCase())
      && (subject instanceof RegExp ? subject.test(mail.subject) : mail.subject.includes(subject));
    const deadline = Date.now() + ARRIVAL_TIMEOUT_MS;
    for (;;) {
      const mails = await this.all();
      const found = mails.find(fits);
      if (found) return found;
      if (Date.now() > deadline) {
        const arrived = mails.map((mail) => `${mail.to.join(", ")}: ${mail.subject}`).join("\n");
        throw new Error(`no mail to ${to} with subject ${subject}; there are:\n${arrived}`);
      }
      await sleep(100);
    }
  }
}

async function parse(file, content) {
  const mail = await PostalMime.parse(content);
  return {
    file,
    from: mail.from?.address?.toLowerCase(),
    to: (mail.to ?? []).map((recipient) => recipient.address.toLowerCase()),
    subject: mail.subject ?? "",
    text: mail.text ?? "",
    html: mail.html ?? "",
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    header: (name) => mail.headers.find((header) => header.key === name.toLowerCase())?.value,
  };
}

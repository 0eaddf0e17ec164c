// "La solution convient", "Le problème persiste", "Ma demande est toujours d'actualité"

/** The page of a mail's link. */
export class MailActionPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    const main = page.getByRole("main");
    this.page = page;
    this.main = main;
    this.reason = main.getByRole("textbox", { name: "Qu'est-ce qui ne va pas ?" });
    this.comment = main.getByRole("textbox", { name: /^Un commentaire pour le support/ });
    this.confirm = main.getByRole("button", { name: "Confirmer", exact: true });
    this.ticket = main.getByRole("link", { name: "Voir le ticket sur le portail" });
  }

  /** The page's title. */
  title(name) {
    return this.main.getByRole("heading", { level: 1, name });
  }
}

/** The link behind a label of a mail. */
export function linkOf(mail, label) {
  const line = mail.text.split("\n").find((text) => text.startsWith(`${label} : `));
  if (!line) throw new Error(`no link ${label} in:\n${mail.text}`);
  return line.slice(line.indexOf("http")).trim();
}

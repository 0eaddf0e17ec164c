// "Mot de passe oublié"

/** The wizard, and the page where its mail's link leads. */
export class ForgottenPasswordPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    const main = page.getByRole("main");
    this.page = page;
    this.title = main.getByRole("heading", { level: 1, name: "Mot de passe oublié" });
    this.username = main.getByRole("textbox", { name: "Nom d'utilisateur" });
    this.captcha = main.getByRole("checkbox", { name: "Je ne suis pas un robot" });
    this.solved = main.getByText("Vérification réussie");
    this.email = main.getByRole("textbox", { name: "E-mail" });
    this.next = main.getByRole("button", { name: "Suivant", exact: true });
    this.sent = main.getByText(
      "Un e-mail contenant des instructions pour réinitialiser votre mot de passe vous a été envoyé",
    );
    this.close = main.getByRole("link", { name: "Fermer" });
    this.back = main.getByRole("link", { name: "Se connecter avec le nom d'utilisateur et le mot de passe" });
    this.step = main.locator("[aria-current=step]");
  }
}

/** "Réinitialiser le mot de passe" */
export class SetPasswordPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    const main = page.getByRole("main");
    this.page = page;
    this.title = main.getByRole("heading", { level: 1, name: "Réinitialiser le mot de passe" });
    this.first = main.getByLabel("Nouveau mot de passe");
    this.second = main.getByLabel("Ressaisir le mot de passe");
    this.submit = main.getByRole("button", { name: "Réinitialiser le mot de passe" });
    this.kept = main.locator(".password-rules__rule--holds");
    this.done = main.getByRole("heading", { level: 1, name: "Votre mot de passe est enregistré" });
    this.signIn = main.getByRole("link", { name: "Connexion" });
  }
}

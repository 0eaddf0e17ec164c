// "Connexion"

const WORDS = {
  fr: {
    title: "Bienvenue",
    username: "Nom d'utilisateur",
    password: "Mot de passe",
    language: "Langue",
    submit: "Connexion",
    forgotten: "Mot de passe oublié ?",
  },
  en: {
    title: "Welcome",
    username: "User name",
    password: "Password",
    language: "Language",
    submit: "Log in",
    forgotten: "Forgot password?",
  },
};

/** The login page, in one language. */
export class LoginPage {
  /** @param {import("playwright-core").Page} page */
  constructor(page, language = "fr") {
    const words = WORDS[language];
    this.page = page;
    this.title = page.getByRole("heading", { level: 1, name: words.title });
    this.username = page.getByRole("textbox", { name: words.username });
    this.password = page.getByLabel(words.password, { exact: true });
    this.language = page.getByRole("combobox", { name: words.language });
    this.submit = page.getByRole("button", { name: words.submit, exact: true });
    this.forgotten = page.getByRole("link", { name: words.forgotten });
  }

  /** Fills in the form and sends it. */
  async signIn({ username, password }) {
    await this.username.fill(username);
    await this.password.fill(password);
    await this.submit.click();
  }
}

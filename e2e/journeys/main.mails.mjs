// What the mails of the main journey say, word for word.

/** "2025-03-17 21:06:41 CET - Support Heliaq" */
const stamp = (author) => new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d CES?T - ${author}$`);

const FOOTER = [
  "--",
  "Heliaq",
  "Siège social : 3 rue Adrienne Bolland - 33185 Le Haillan",
  "© Heliaq. Tous droits réservés",
  "Cet e-mail est envoyé automatiquement par le portail service client.",
];
const THANKS = ["Merci,", "Le support Heliaq"];

/** The mails about one ticket: for each its subject and its lines. */
export function mailsAbout({ number, subject, url }) {
  const link = `Voir le ticket sur le portail : ${url}/tickets/${number}`;
  /** A link that answers without signing in. */
  const answer = (label) => new RegExp(`^${label} : ${url}/mail-action#[\\w-]{50,60}$`);
  const mail = (title, ...lines) => ({ subject: title, lines: [title, ...lines, ...FOOTER] });
  return {
    created: (...text) =>
      mail(
        `${number} - ${subject}, a bien été enregistrée`,
        "Bonjour Thierry,",
        `Votre demande ${number} a bien été enregistrée. Notre équipe de support va la prendre en charge.`,
        stamp("Thierry Lacaze"),
        ...text,
        "Vous pouvez suivre son avancement et l'enrichir avec des messages ou des pièces jointes sur le portail.",
        link,
        "Détails du ticket :",
        `Description courte : ${subject}`,
        "Ouvert par : Thierry Lacaze",
        "Affecté à : -",
        "Impact : 2 - Plus de 5 utilisateurs",
        "Urgence : 2 - Moyen",
        ...THANKS,
      ),
    onHold: (question) =>
      mail(
        `${number} - ${subject}, est en suspens, en attente de retour de votre part`,
        "Bonjour,",
        `Support Heliaq a commenté ${number} - ${subject} :`,
        stamp("Support Heliaq"),
        question,
        /^Rappel le \p{L}+ \d+ \p{L}+ à \d\d:\d\d · clôture automatique le \p{L}+ \d+ \p{L}+ à \d\d:\d\d sans réponse de votre part$/u,
        answer("Ma demande est toujours d'actualité"),
        link,
        "Merci, le support Heliaq",
      ),
    comment: (author, text) =>
      mail(
        `Nouveau commentaire sur le ticket ${number}`,
        "Bonjour,",
        `Il y a un nouveau commentaire sur le ticket ${number} :`,
        stamp(author),
        text,
        link,
        "Détails du ticket :",
        `Description courte : ${subject}`,
        "Ouvert par : Thierry Lacaze",
        "Affecté à : -",
        "Urgence : 2 - Moyen",
        ...THANKS,
      ),
    resolved: (solution) =>
      mail(
        "Votre problème a été résolu avec succès",
        "Bonjour Thierry,",
        `${number} - ${subject}`,
        stamp("Support Heliaq"),
        solution,
        "En espérant avoir répondu à vos attentes.",
        "Vous pouvez valider la fermeture de ce ticket sur le portail, sinon il sera clôturé automatiquement après 72 heures.",
        /^Clôture automatique le \p{L}+ \d+ \p{L}+ à \d\d:\d\d sans réponse de votre part$/u,
        answer("La solution convient"),
        answer("Le problème persiste"),
        link,
        "À propos de ce ticket",
        `Description : ${subject}`,
        ...THANKS,
      ),
    closed: () =>
      mail(
        `Le case ${number} a été fermé`,
        "Bonjour,",
        `Le case ${number} a été fermé :`,
        link,
        "Détails du case :",
        `Description courte : ${subject}`,
        "Référence interne : -",
        "Ouvert par : Thierry Lacaze",
        "Affecté à : -",
        "Urgence : 2 - Moyen",
        "Motif de clôture : Solution acceptée par le client",
        ...THANKS,
      ),
  };
}

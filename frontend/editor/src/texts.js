// Every text of the editor, in the two languages of the portal.

const fr = {
  toolbar: "Mise en forme",
  textLabel: "Texte",
  style: "Style de texte",
  paragraph: "Paragraphe",
  heading2: "Titre 1",
  heading3: "Titre 2",
  heading4: "Titre 3",
  bold: "Gras",
  italic: "Italique",
  underline: "Souligné",
  strike: "Barré",
  bullets: "Liste à puces",
  numbers: "Liste numérotée",
  quote: "Citation",
  link: "Lien",
  code: "Code",
  codeBlock: "Bloc de code",
  table: "Tableau",
  insertTable: "Insérer un tableau",
  rowBefore: "Insérer une ligne au-dessus",
  rowAfter: "Insérer une ligne au-dessous",
  columnBefore: "Insérer une colonne à gauche",
  columnAfter: "Insérer une colonne à droite",
  headerRow: "Ligne d’en-tête",
  deleteRow: "Supprimer la ligne",
  deleteColumn: "Supprimer la colonne",
  deleteTable: "Supprimer le tableau",
  image: "Insérer une image",
  imageAlt: "Texte alternatif",
  imageAltHint: "Décrit l’image à qui ne la voit pas.",
  clear: "Effacer la mise en forme",
  undo: "Annuler",
  redo: "Rétablir",
  linkAddress: "Adresse",
  linkText: "Texte à afficher",
  linkHint: "https://… ou une adresse e-mail",
  linkInvalid: "Indiquez une adresse web (http, https) ou e-mail.",
  apply: "Appliquer",
  cancel: "Annuler",
  removeLink: "Supprimer le lien",
  uploading: (name) => `Envoi de « ${name} »…`,
  uploaded: (name) => `« ${name} » a été ajoutée.`,
  uploadFailed: (name) => `L’envoi de « ${name} » a échoué.`,
  foreignImages: (count) =>
    count === 1
      ? "Une image d’un autre site n’a pas été reprise : copiez-la seule pour la coller."
      : `${count} images d’un autre site n’ont pas été reprises : copiez-les une à une pour les coller.`,
  imageMissing: "Image indisponible",
  key: { Mod: "Ctrl", Shift: "Maj", Alt: "Alt" },
};

const en = {
  toolbar: "Formatting",
  textLabel: "Text",
  style: "Text style",
  paragraph: "Paragraph",
  heading2: "Heading 1",
  heading3: "Heading 2",
  heading4: "Heading 3",
  bold: "Bold",
  italic: "Italic",
  underline: "Underline",
  strike: "Strikethrough",
  bullets: "Bulleted list",
  numbers: "Numbered list",
  quote: "Quote",
  link: "Link",
  code: "Code",
  codeBlock: "Code block",
  table: "Table",
  insertTable: "Insert table",
  rowBefore: "Insert row above",
  rowAfter: "Insert row below",
  columnBefore: "Insert column left",
  columnAfter: "Insert column right",
  headerRow: "Header row",
  deleteRow: "Delete row",
  deleteColumn: "Delete column",
  deleteTable: "Delete table",
  image: "Insert image",
  imageAlt: "Alternative text",
  imageAltHint: "Describes the image to those who cannot see it.",
  clear: "Clear formatting",
  undo: "Undo",
  redo: "Redo",
  linkAddress: "Address",
  linkText: "Text to display",
  linkHint: "https://… or an e-mail address",
  linkInvalid: "Enter a web address (http, https) or an e-mail address.",
  apply: "Apply",
  cancel: "Cancel",
  removeLink: "Remove link",
  uploading: (name) => `Uploading “${name}”…`,
  uploaded: (name) => `“${name}” was added.`,
  uploadFailed: (name) => `“${name}” could not be uploaded.`,
  foreignImages: (count) =>
    count === 1
      ? "An image of another site was left out: copy it on its own to paste it."
      : `${count} images of another site were left out: copy them one by one to paste them.`,
  imageMissing: "Image unavailable",
  key: { Mod: "Ctrl", Shift: "Shift", Alt: "Alt" },
};

/** The texts for a BCP 47 tag; French unless it is English. */
export function textsFor(lang) {
  return /^en\b/i.test(lang ?? "") ? en : fr;
}

/** "Mod-Shift-7" as a person reads it: "Ctrl+Maj+7", "⇧⌘7". */
export function shortcutLabel(shortcut, texts, mac) {
  const parts = shortcut.split("-");
  const key = parts.pop().toUpperCase();
  if (mac) {
    const signs = { Mod: "⌘", Shift: "⇧", Alt: "⌥" };
    return parts.map((part) => signs[part]).reverse().join("") + key;
  }
  return [...parts.map((part) => texts.key[part]), key].join("+");
}

/** "Mod-Shift-7" for `aria-keyshortcuts`. */
export function ariaShortcut(shortcut, mac) {
  return shortcut.replace("Mod", mac ? "Meta" : "Control").replaceAll("-", "+").toUpperCase()
    .replace(/META|CONTROL|SHIFT|ALT/g, (word) => word[0] + word.slice(1).toLowerCase());
}

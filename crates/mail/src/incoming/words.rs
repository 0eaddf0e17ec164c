//! The words that mail programs write: attributions, headings of quotes, subjects.

/// How the subject of an automatic answer begins, in lower case.
const AUTOMATIC: [&str; 17] = [
    "réponse automatique",
    "reponse automatique",
    "absence du bureau",
    "absent du bureau",
    "absent(e) du bureau",
    "message d'absence",
    "out of office",
    "out of the office",
    "automatic reply",
    "autoreply",
    "auto-reply",
    "auto reply",
    "auto:",
    "automatische antwort",
    "abwesenheitsnotiz",
    "abwesenheit:",
    "respuesta automática",
];

/// How the subject of a forwarded message begins.
const FORWARDED: [&str; 7] = ["fwd:", "fw:", "tr:", "tr :", "wg:", "rv:", "fwd :"];

/// Headings over a message that was passed on, in lower case, without dashes.
const FORWARD_HEADINGS: [&str; 9] = [
    "forwarded message",
    "message transféré",
    "message transmis",
    "message réexpédié",
    "début du message transféré :",
    "début du message réexpédié :",
    "begin forwarded message:",
    "weitergeleitete nachricht",
    "anfang der weitergeleiteten nachricht:",
];

/// Headings over a message that is answered, in lower case, without dashes.
const ORIGINAL_HEADINGS: [&str; 8] = [
    "message d'origine",
    "message d’origine",
    "message original",
    "original message",
    "original appointment",
    "rendez-vous d'origine",
    "ursprüngliche nachricht",
    "originalnachricht",
];

/// Beginnings of the lines that phones and tablets put below what one writes, in lower case.
const DEVICE_SIGNATURES: [&str; 14] = [
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir de ",
    "envoyé avec ",
    "envoyé via ",
    "télécharger outlook pour ",
    "obtenir outlook pour ",
    "sent from my ",
    "sent from ",
    "sent with ",
    "get outlook for ",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
];

/// What says that the answers stand in the quote.
const ANSWERS_BELOW: [&str; 18] = [
    "ci-dessous",
    "ci dessous",
    "ci-après",
    "en rouge",
    "en bleu",
    "en vert",
    "dans le corps",
    "dans le texte",
    "entre les lignes",
    "see below",
    "below in",
    "my answers",
    "inline",
    "in red",
    "in blue",
    "siehe unten",
    "weiter unten",
    "im text",
];

/// One line in lower case with plain spaces and apostrophes as written.
pub(super) fn fold(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for word in line.split(|c: char| c.is_whitespace() || c == '\u{200b}') {
        if !word.is_empty() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
    }
    out.to_lowercase()
}

/// Whether a subject sounds like an out-of-office note.
pub(super) fn sounds_automatic(subject: &str) -> bool {
    let subject = fold(subject);
    AUTOMATIC.iter().any(|start| subject.starts_with(start))
}

/// Whether a subject says that the message was passed on.
pub(super) fn is_forward_subject(subject: &str) -> bool {
    let subject = fold(subject);
    FORWARDED.iter().any(|start| subject.starts_with(start))
}

/// Whether a folded line stands over a message that was passed on.
pub(super) fn is_forward_heading(line: &str) -> bool {
    line.len() < 120 && {
        let bare = line.trim_matches(|c: char| "-_* >".contains(c));
        FORWARD_HEADINGS.contains(&bare)
    }
}

/// Whether a folded line stands over the message that is answered.
pub(super) fn is_original_heading(line: &str) -> bool {
    line.len() < 120 && line.starts_with('-') && {
        let bare = line.trim_matches(|c: char| "-_ ".contains(c));
        ORIGINAL_HEADINGS.contains(&bare)
    }
}

/// Whether a folded line is what a device adds below a text.
pub(super) fn is_device_signature(line: &str) -> bool {
    line.chars().count() <= 80
        && DEVICE_SIGNATURES
            .iter()
            .any(|start| line.starts_with(start))
}

/// Whether a short text sends the reader into the quote.
pub(super) fn points_into_quote(text: &str) -> bool {
    text.len() <= 600 && {
        let text = fold(text);
        ANSWERS_BELOW.iter().any(|words| text.contains(words))
    }
}

/// Whether a folded line says who wrote when: `le … a écrit :`, `on … wrote:`, `am … schrieb …:`.
pub(super) fn is_attribution(line: &str) -> bool {
    if line.len() > 500 {
        return false;
    }
    let Some(line) = line.strip_suffix(':') else {
        return false;
    };
    let line = line.trim_end();
    let ends = |ending: &str| line.ends_with(ending);
    let dated = line.bytes().any(|byte| byte.is_ascii_digit());
    let by_address = line.contains('@');
    let verbs = [
        " a écrit",
        " a ecrit",
        " wrote",
        " schrieb",
        " escribió",
        " ha scritto",
        " schreef",
        " escreveu",
    ];
    let german = line.starts_with("am ") && dated;
    verbs.iter().any(|verb| ends(verb)) && (dated || by_address)
        || german && (line.contains(" schrieb ") || ends(" geschrieben"))
}

/// Whether a folded line may begin an attribution that is wrapped.
pub(super) fn begins_attribution(line: &str) -> bool {
    ["le ", "on ", "am ", "el ", "il ", "op ", "em "]
        .iter()
        .any(|start| line.starts_with(start))
}

/// Whether these folded lines are the head of the message that is answered: `de : … envoyé : …`.
pub(super) fn is_quoted_head<'a>(mut lines: impl Iterator<Item = &'a str>) -> bool {
    let Some(first) = lines.next() else {
        return false;
    };
    let first = first.trim_start_matches('*');
    if !["de", "from", "von", "van", "da"]
        .iter()
        .any(|word| is_field(first, word))
    {
        return false;
    }
    let fields = lines
        .take(6)
        .filter(|line| {
            let line = line.trim_start_matches('*');
            [
                "envoyé",
                "envoye",
                "date",
                "à",
                "a",
                "objet",
                "cc",
                "sent",
                "to",
                "subject",
                "gesendet",
                "datum",
                "an",
                "betreff",
                "répondre à",
                "reply-to",
                "enviado",
                "inviato",
            ]
            .iter()
            .any(|word| is_field(line, word))
        })
        .count();
    fields >= 2
}

/// `word:` or `word :`, perhaps with stars around it.
fn is_field(line: &str, word: &str) -> bool {
    line.strip_prefix(word)
        .is_some_and(|rest| rest.trim_start_matches(['*', ' ']).starts_with(':'))
}

//! A person's names and address, found in texts.

use guichet_db::fold::fold;
use guichet_db::people::PersonRow;

/// What stands in their place.
const REMOVED: &str = "[anonymisé]";

/// A person's names and address, without case and accents.
#[derive(Debug)]
pub(super) struct Names {
    /// Found in any case: the address, and the whole name in either order.
    whole: Vec<String>,
    /// Found where they begin with a capital letter: first and last name alone, which may be words
    /// as well.
    parts: Vec<String>,
}

impl Names {
    pub(super) fn of(person: &PersonRow) -> Self {
        let (first, last) = (fold(&person.first_name), fold(&person.last_name));
        let parts = [&last, &first];
        Self {
            whole: vec![
                fold(&person.email),
                format!("{first} {last}"),
                format!("{last} {first}"),
            ],
            parts: parts
                .into_iter()
                .filter(|part| part.chars().count() > 1)
                .cloned()
                .collect(),
        }
    }

    /// The text without them; `None` when it has none of them.
    pub(super) fn removed_from(&self, text: &str) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut found = false;
        let mut before: Option<char> = None;
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            let begins = !before.is_some_and(char::is_alphanumeric);
            let length = if begins {
                self.length_at(rest, letter)
            } else {
                None
            };
            let (taken, left) = rest.split_at(length.unwrap_or(letter.len_utf8()));
            if length.is_some() {
                found = true;
                out.push_str(REMOVED);
            } else {
                out.push_str(taken);
            }
            before = taken.chars().next_back();
            rest = left;
        }
        found.then_some(out)
    }

    /// How many bytes of a name or an address the text begins with.
    fn length_at(&self, text: &str, first: char) -> Option<usize> {
        let whole = self.whole.iter().find_map(|name| matching(text, name));
        whole.or_else(|| {
            let is_name = first.is_uppercase();
            let parts = self.parts.iter().filter(|_| is_name);
            parts.filter_map(|name| matching(text, name)).max()
        })
    }
}

/// How many bytes of the text are this word, if it ends there as well.
fn matching(text: &str, word: &str) -> Option<usize> {
    let mut wanted = word;
    for (index, letter) in text.char_indices() {
        if wanted.is_empty() {
            return (!letter.is_alphanumeric()).then_some(index);
        }
        let mut buffer = [0; 4];
        // Any space within a name is a space, a line's end too.
        let plain = if letter.is_whitespace() || letter == '\u{a0}' {
            " ".to_owned()
        } else {
            fold(letter.encode_utf8(&mut buffer))
        };
        wanted = wanted.strip_prefix(&*plain)?;
    }
    wanted.is_empty().then_some(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names {
            whole: vec![
                "claire@dupont.example".to_owned(),
                "claire lefevre".to_owned(),
                "lefevre claire".to_owned(),
            ],
            parts: vec!["lefevre".to_owned(), "claire".to_owned()],
        }
    }

    #[test]
    fn names_are_found_whatever_their_case_accents_and_order() {
        for (text, expected) in [
            ("Bonjour Claire Lefèvre,", "Bonjour [anonymisé],"),
            ("LEFEVRE Claire", "[anonymisé]"),
            ("claire lefèvre a appelé", "[anonymisé] a appelé"),
            ("Mme Lefèvre", "Mme [anonymisé]"),
            (
                "<b>Claire</b>\u{a0}LEFÈVRE",
                "<b>[anonymisé]</b>\u{a0}[anonymisé]",
            ),
            (
                "<a href=\"mailto:Claire@Dupont.example\">",
                "<a href=\"mailto:[anonymisé]\">",
            ),
            ("claire@dupont.example; Denis", "[anonymisé]; Denis"),
            ("Lefe\u{301}vre", "[anonymisé]"),
        ] {
            assert_eq!(
                names().removed_from(text).as_deref(),
                Some(expected),
                "{text}"
            );
        }
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "une eau claire",
            "Clairement",
            "Éclaire",
            "Denis Marchand",
            "",
        ] {
            assert_eq!(names().removed_from(text), None, "{text}");
        }
    }
}

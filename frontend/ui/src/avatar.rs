use leptos::prelude::*;

/// The initials of a name: "Claire de la Tour" → "CT". At most two letters.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name
        .split(|c: char| c.is_whitespace() || c == '-' || c == '@' || c == '.')
        .filter_map(|word| word.chars().next())
        .filter(|letter| letter.is_alphanumeric());
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .flat_map(char::to_uppercase)
        .collect()
}

/// A person's initials in a circle, beside their name. They are decoration, drawn by the style
/// sheet: as text they would be the visible label of a button around them.
#[component]
pub fn Avatar(
    /// The person's full name.
    #[prop(into)]
    name: String,
    /// `small`, `large`, `brand` or `warm`, separated by spaces.
    #[prop(optional)]
    variant: &'static str,
) -> impl IntoView {
    let class = variant
        .split_whitespace()
        .fold(String::from("avatar"), |class, variant| {
            class + " avatar--" + variant
        });
    view! {
        <span class=class aria-hidden="true" data-initials=initials(&name)></span>
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_first_and_last_word() {
        assert_eq!(initials("Claire de la Tour"), "CT");
        assert_eq!(initials("élodie"), "É");
        assert_eq!(initials("  Jean-Marc  "), "JM");
        assert_eq!(initials(""), "");
    }
}

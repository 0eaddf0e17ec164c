//! The catalogue as its users see it.

use guichet_i18n::{Key, Language, Value, code_key, format, lookup, t};

const TOO_LONG: Key = Key::named("field-too-long");

#[test]
fn zero_is_singular_in_french_and_plural_in_english() {
    assert_eq!(
        t!(Language::Fr, "field-too-long", max = 0),
        "0 caractère au maximum."
    );
    assert_eq!(
        t!(Language::Fr, "field-too-long", max = 2),
        "2 caractères au maximum."
    );
    assert_eq!(
        t!(Language::En, "field-too-long", max = 0),
        "Please shorten this to 0 characters or fewer."
    );
    assert_eq!(
        t!(Language::En, "field-too-long", max = 1),
        "Please shorten this to 1 character or fewer."
    );
}

#[test]
fn numbers_in_texts_are_grouped() {
    assert_eq!(
        t!(Language::Fr, "field-too-long", max = 65_536_u32),
        "65\u{202f}536 caractères au maximum."
    );
}

#[test]
fn a_missing_argument_is_shown_by_name() {
    assert_eq!(
        format(Language::Fr, TOO_LONG, &[]),
        "{$max} caractères au maximum."
    );
}

#[test]
fn arguments_are_printed_as_they_are() {
    let name = "\u{202e}<b>{ $max }".to_owned();
    assert_eq!(
        format(Language::Fr, TOO_LONG, &[("max", Value::from(&name))]),
        format!("{name} caractères au maximum.")
    );
}

#[test]
fn keys_that_are_data_are_looked_up() {
    assert_eq!(lookup("state-new").map(Key::name), Some("state-new"));
    assert_eq!(lookup("state-gnu"), None);
    assert_eq!(lookup(""), None);
    assert_eq!(
        code_key("on-hold-reason", "awaiting_customer").map(Key::name),
        Some("on-hold-reason-awaiting-customer")
    );
}

#[test]
fn every_key_finds_itself_and_has_a_text_in_both_languages() {
    for key in Key::all() {
        assert_eq!(lookup(key.name()), Some(key));
        for language in [Language::Fr, Language::En] {
            assert!(!format(language, key, &[]).is_empty(), "{}", key.name());
        }
    }
}

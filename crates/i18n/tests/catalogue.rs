//! The build script's part: what it accepts, and what it refuses.

#[expect(dead_code, reason = "the folder is read by the build script only")]
#[path = "../build/catalogue.rs"]
mod catalogue;

use catalogue::{Catalogue, Part, differences, parse, variables};

fn one(text: &str) -> Result<Catalogue, String> {
    parse(&[("test.ftl".to_owned(), text.to_owned())])
}

fn part(text: &str) -> Vec<Part> {
    one(text)
        .unwrap_or_default()
        .remove("key")
        .unwrap_or_default()
}

#[test]
fn references_and_literals_are_resolved_into_one_text() {
    let parts = part("-brand = Heliaq\nother = du { -brand }\nkey = Support { other }{ \" !\" }\n");
    assert_eq!(parts, [Part::Text("Support du Heliaq !".to_owned())]);
}

#[test]
fn variables_are_collected_from_all_variants() {
    let parts =
        part("key = { $count ->\n    [one] { $name }\n   *[other] { $count } pour { $who }\n}\n");
    assert_eq!(
        variables(&parts).into_iter().collect::<Vec<_>>(),
        ["count", "name", "who"]
    );
}

#[test]
fn a_key_in_two_files_is_refused() {
    let file = |name: &str| (name.to_owned(), "key = a\n".to_owned());
    assert_eq!(
        parse(&[file("a.ftl"), file("b.ftl")]),
        Err("b.ftl: key is there twice".to_owned())
    );
}

#[test]
fn cycles_missing_references_and_unsupported_features_are_refused() {
    for (text, complaint) in [
        ("key = { key }\n", "refers to itself"),
        ("key = { other }\n", "refers to other, which is missing"),
        ("key = { DATETIME($at) }\n", "not supported"),
        ("key = a\n    .title = b\n", "attributes"),
        ("a = a\nkey = { $a\n", "line 3"),
    ] {
        let error = one(text).err().unwrap_or_default();
        assert!(error.contains(complaint), "{text:?}: {error}");
    }
}

#[test]
fn languages_that_differ_are_named() -> Result<(), String> {
    let french = one("a = { $x }\nb = b\n")?;
    let english = one("a = { $y }\nc = c\n")?;
    assert_eq!(
        differences(&french, &english),
        [
            "a uses {\"x\"} in fr, but {\"y\"} in en",
            "b is missing in en",
            "c is missing in fr",
        ]
    );
    assert!(differences(&french, &french).is_empty());
    Ok(())
}

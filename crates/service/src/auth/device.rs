//! What people call a browser or program, from what it calls itself.

/// Browsers and programs, each by a word that only it uses; those that also use another's words
/// come first.
const PROGRAMS: [(&str, &str); 14] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("OPR/", "Opera"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("HeadlessChrome/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Version/", "Safari"),
    ("Trident/", "Internet Explorer"),
];

/// Systems, likewise.
const SYSTEMS: [(&str, &str); 8] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
];

/// Most characters of a name that a program gives itself.
const NAME_MAX: usize = 40;

/// The browser or program and its system in a few words, the same in every language:
/// `Firefox · Windows`. Empty when nothing is known.
#[must_use]
pub fn device_words(user_agent: &str) -> String {
    let find = |table: &[(&str, &'static str)]| {
        let found = table.iter().find(|(word, _)| user_agent.contains(word));
        found.map(|(_, name)| *name)
    };
    let system = find(&SYSTEMS);
    let program = match find(&PROGRAMS) {
        Some(program) => program.to_owned(),
        None => own_name(user_agent),
    };
    match (program.is_empty(), system) {
        (false, Some(system)) => format!("{program} · {system}"),
        (true, Some(system)) => system.to_owned(),
        (_, None) => program,
    }
}

/// The first word of what a program says of itself, without its version.
fn own_name(user_agent: &str) -> String {
    let name = user_agent
        .split(|letter: char| letter == '/' || letter.is_whitespace())
        .next()
        .unwrap_or_default();
    // Which every browser claims to be.
    if name == "Mozilla" {
        return String::new();
    }
    name.chars()
        .filter(|letter| !letter.is_control())
        .take(NAME_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::device_words;

    #[test]
    fn browsers_are_called_by_the_names_that_people_know() {
        let on_windows = |rest: &str| {
            let text =
                format!("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 {rest}");
            device_words(&text)
        };
        assert_eq!(
            on_windows("(KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36"),
            "Chrome · Windows"
        );
        assert_eq!(
            on_windows("(KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0"),
            "Edge · Windows"
        );
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        assert_eq!(device_words(firefox), "Firefox · Linux");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) \
            AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1";
        assert_eq!(device_words(safari), "Safari · iPhone");
        let pixel = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 \
            (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36";
        assert_eq!(device_words(pixel), "Chrome · Android");
    }

    #[test]
    fn programs_are_called_as_they_call_themselves() {
        assert_eq!(device_words("curl/8.5.0"), "curl");
        assert_eq!(device_words("python-requests/2.32.3"), "python-requests");
        assert_eq!(device_words("Mozilla/5.0"), "");
        assert_eq!(device_words(""), "");
        assert_eq!(device_words(&"é".repeat(500)).chars().count(), 40);
    }
}

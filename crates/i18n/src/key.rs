//! Keys of texts: checked at compile time where they are literals, looked up where they are data.

use std::hash::{Hash, Hasher};

use crate::{
    format::Entry,
    tables::{CODES, ENTRIES},
};

/// A text of the catalogue. Made from a literal ([`Key::named`], [`crate::t!`]) or looked up.
#[derive(Debug, Clone, Copy)]
pub struct Key(pub(crate) &'static Entry);

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Key {}

impl Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::hash(self.0, state);
    }
}

/// A text with what is known of it when programs are compiled: its name in the `.ftl` files, the
/// arguments that it uses in byte order, and where it is when they run.
pub(crate) type Named = (&'static str, &'static [&'static str], &'static Entry);

impl Key {
    /// The key of that name, for constants: `const TITLE: Key = Key::named("login-title");`.
    ///
    /// # Panics
    /// When no text has that name, which in a constant is an error of compilation.
    #[must_use]
    pub const fn named(name: &str) -> Self {
        match find(ENTRIES, name) {
            Some((_, _, entry)) => Self(entry),
            None => panic!("no text in locales/ has this key"),
        }
    }

    /// The key of that name, whose text uses exactly these arguments (in any order).
    ///
    /// # Panics
    /// When there is no such text, which in a constant is an error of compilation.
    #[must_use]
    pub const fn with_arguments(name: &str, arguments: &[&str]) -> Self {
        let Some((_, variables, key)) = find(ENTRIES, name) else {
            panic!("no text in locales/ has this key")
        };
        assert!(
            variables.len() == arguments.len(),
            "the text in locales/ uses other arguments than these"
        );
        let mut index = 0;
        while index < variables.len() {
            let mut candidate = 0;
            let mut found = false;
            while candidate < arguments.len() {
                let order = compare(entry(variables, index), entry(arguments, candidate));
                found = found || matches!(order, Order::Same);
                candidate += 1;
            }
            assert!(
                found,
                "an argument that the text in locales/ uses is not given"
            );
            index += 1;
        }
        Self(key)
    }

    /// The name in the `.ftl` files. A program that calls this carries every text.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.known().map_or("", |(name, _, _)| name)
    }

    /// The names of the arguments that the text uses. A program that calls this carries every
    /// text.
    #[must_use]
    pub fn arguments(self) -> &'static [&'static str] {
        self.known().map_or(&[], |(_, variables, _)| variables)
    }

    fn known(self) -> Option<Named> {
        ENTRIES
            .iter()
            .copied()
            .find(|(_, _, entry)| std::ptr::eq(*entry, self.0))
    }

    /// Every key of the catalogue, in byte order of the names.
    pub fn all() -> impl Iterator<Item = Self> {
        ENTRIES.iter().map(|(_, _, entry)| Self(entry))
    }
}

/// The key of a name that is data, such as that of a mail template. A program that calls this
/// carries every text.
#[must_use]
pub const fn lookup(name: &str) -> Option<Key> {
    match find(ENTRIES, name) {
        Some((_, _, entry)) => Some(Key(entry)),
        None => None,
    }
}

/// The key of a code or word of the API: `code_key("error", "ticket_frozen")` is
/// `error-ticket-frozen`. The areas are listed in `build/main.rs`.
#[must_use]
pub fn code_key(area: &str, code: &str) -> Option<Key> {
    let name = format!("{area}-{}", code.replace(['_', '.', ':'], "-"));
    find(CODES, &name).map(|(_, _, entry)| Key(entry))
}

enum Order {
    Before,
    Same,
    After,
}

const fn find(entries: &[Named], name: &str) -> Option<Named> {
    let mut low = 0;
    let mut high = entries.len();
    while low < high {
        let middle = usize::midpoint(low, high);
        let found = entry(entries, middle);
        match compare(found.0, name) {
            Order::Same => return Some(found),
            Order::Before => low = middle + 1,
            Order::After => high = middle,
        }
    }
    None
}

/// Byte order; `Ord` cannot be called in constants.
const fn compare(left: &str, right: &str) -> Order {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut index = 0;
    while index < left.len() && index < right.len() {
        let (a, b) = (byte(left, index), byte(right, index));
        if a != b {
            return if a < b { Order::Before } else { Order::After };
        }
        index += 1;
    }
    if left.len() == right.len() {
        Order::Same
    } else if left.len() < right.len() {
        Order::Before
    } else {
        Order::After
    }
}

#[expect(
    clippy::indexing_slicing,
    reason = "constants cannot iterate; callers check the bound"
)]
const fn byte(bytes: &[u8], index: usize) -> u8 {
    bytes[index]
}

#[expect(
    clippy::indexing_slicing,
    reason = "constants cannot iterate; callers check the bound"
)]
pub(crate) const fn entry<T: Copy>(table: &[T], index: usize) -> T {
    table[index]
}

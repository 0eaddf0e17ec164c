#![doc = include_str!("../README.md")]

mod format;
mod key;
mod label;
mod number;
mod problem;
mod time;

pub use format::{Value, format, text};
pub use guichet_common::vocabulary::Language;
pub use key::{Key, code_key, lookup};
pub use label::Label;
pub use number::{format_file_size, format_number};
pub use problem::{error_key, field_error_text, title_key};
pub use time::{
    format_date, format_date_long, format_date_time, format_date_time_long, format_day_time,
    format_relative,
};

pub(crate) mod tables {
    use crate::format::{Entry, Part, Pattern};
    use crate::key::Named;

    include!(concat!(env!("OUT_DIR"), "/tables.rs"));
}

/// A text of the catalogue in the given language; does not compile when the key is unknown or
/// the arguments are not exactly those that the text uses.
///
/// Without arguments it is a `&'static str`, with arguments a `String`.
///
/// ```
/// use guichet_i18n::{Language, t};
///
/// assert_eq!(t!(Language::Fr, "state-new"), "Nouveau");
/// assert_eq!(
///     t!(Language::En, "field-too-long", max = 160),
///     "Please shorten this to 160 characters or fewer."
/// );
/// ```
///
/// ```compile_fail
/// guichet_i18n::t!(guichet_i18n::Language::Fr, "state-gnu");
/// ```
///
/// ```compile_fail
/// guichet_i18n::t!(guichet_i18n::Language::Fr, "field-too-long", maximum = 160);
/// ```
#[macro_export]
macro_rules! t {
    ($language:expr, $key:literal $(,)?) => {{
        const KEY: $crate::Key = $crate::Key::with_arguments($key, &[]);
        $crate::text($language, KEY)
    }};
    ($language:expr, $key:literal, $($name:ident = $value:expr),+ $(,)?) => {{
        const KEY: $crate::Key = $crate::Key::with_arguments($key, &[$(stringify!($name)),+]);
        $crate::format($language, KEY, &[$((stringify!($name), $crate::Value::from($value))),+])
    }};
}

//! Times as people say them, by the browser's `Intl`.

use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::{Ui, dynamic, use_ui};

/// A distance in time in the unit that says it best: `(-5, "minute")`.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::as_conversions,
    reason = "clamped to hundreds of thousands"
)]
fn distance(now: f64, at: f64) -> (i32, &'static str) {
    let seconds = ((at - now) / 1000.0).clamp(-3.0e9, 3.0e9);
    let whole = |unit: f64| (seconds / unit).trunc() as i32;
    match seconds.abs() {
        ..45.0 => (0, "second"),
        ..90.0 => (if seconds < 0.0 { -1 } else { 1 }, "minute"),
        ..3_600.0 => (whole(60.0), "minute"),
        ..86_400.0 => (whole(3_600.0), "hour"),
        ..2_592_000.0 => (whole(86_400.0), "day"),
        ..31_536_000.0 => (whole(2_592_000.0), "month"),
        _ => (whole(31_536_000.0), "year"),
    }
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        // Setting a property of a plain object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    options
}

/// `new Intl.<class>(language, options)[method](…)`, by reflection: the typed bindings of `Intl`
/// cost more bytes than they save, and an engine that refuses a time zone gives `None`.
fn intl(
    class: &str,
    language: &str,
    pairs: &[(&str, &str)],
    method: &str,
    arguments: &Array,
) -> Option<String> {
    let namespace = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: js_sys::Function = Reflect::get(&namespace, &class.into()).ok()?.into();
    // Plain English is American to the browser; our English writes the day first, and 24 hours.
    let language = if language == "en" { "en-GB" } else { language };
    let construct = Array::of2(&language.into(), &options(pairs));
    let format = Reflect::construct(&class, &construct).ok()?;
    let method: js_sys::Function = Reflect::get(&format, &method.into()).ok()?.into();
    Reflect::apply(&method, &format, arguments)
        .ok()?
        .as_string()
}

/// The moment in full, in the reader's language and time zone: "lundi 17 mars 2025 à 21:06".
#[must_use]
pub fn absolute_time(ui: &Ui, at: f64) -> String {
    let date = Date::new(&JsValue::from_f64(at));
    let mut pairs = vec![
        ("dateStyle", "full"),
        ("timeStyle", "short"),
        ("timeZone", &*ui.time_zone),
    ];
    let arguments = Array::of1(&date);
    intl("DateTimeFormat", &ui.language, &pairs, "format", &arguments)
        .or_else(|| {
            pairs.pop();
            intl("DateTimeFormat", &ui.language, &pairs, "format", &arguments)
        })
        .unwrap_or_else(|| String::from(date.to_iso_string()))
}

/// The moment on the clocks of the reader's time zone: year, month, day, hour, minute. `None`
/// when the browser does not know the zone.
#[must_use]
pub fn local_clock(ui: &Ui, at: f64) -> Option<[u32; 5]> {
    let date = Date::new(&JsValue::from_f64(at));
    let pairs = [
        ("timeZone", &*ui.time_zone),
        ("year", "numeric"),
        ("month", "2-digit"),
        ("day", "2-digit"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
    ];
    // Swedish dates are written as ISO 8601: 2025-03-18 18:09.
    let text = intl("DateTimeFormat", "sv", &pairs, "format", &Array::of1(&date))?;
    read_clock(&text)
}

fn read_clock(text: &str) -> Option<[u32; 5]> {
    let mut numbers = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok());
    Some([
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
        numbers.next()?,
    ])
}

fn relative_time(ui: &Ui, at: f64) -> String {
    let (value, unit) = distance(ui.now.get(), at);
    // "maintenant", but never "hier": a day here is 24 hours, not the calendar's. Short forms only
    // where they are not shorter than clear: "5 min", but "2 mois" rather than "2 m.".
    let numeric = if value == 0 { "auto" } else { "always" };
    let style = if matches!(unit, "second" | "minute" | "hour") {
        "short"
    } else {
        "long"
    };
    intl(
        "RelativeTimeFormat",
        &ui.language,
        &[("numeric", numeric), ("style", style)],
        "format",
        &Array::of2(&value.into(), &unit.into()),
    )
    .unwrap_or_else(|| absolute_time(ui, at))
}

/// "maintenant", "il y a 5 min"; the full date at hand as a tooltip and for screen readers.
#[component]
pub fn RelativeTime(
    /// Milliseconds since the epoch.
    at: f64,
) -> impl IntoView {
    let ui = use_ui();
    let full = absolute_time(&ui, at);
    let title = full.clone();
    let machine = String::from(Date::new(&JsValue::from_f64(at)).to_iso_string());
    view! {
        <time datetime=machine title=title>
            {dynamic(move || relative_time(&ui, at))}
            <span class="visually-hidden">" (" {full} ")"</span>
        </time>
    }
}

#[cfg(test)]
mod tests {
    use super::{distance, read_clock};

    const NOW: f64 = 1.0e12;

    #[test]
    fn distances_take_the_unit_that_says_them_best() {
        let ago = |seconds: f64| distance(NOW, NOW - seconds * 1000.0);
        assert_eq!(ago(3.0), (0, "second"));
        assert_eq!(ago(50.0), (-1, "minute"));
        assert_eq!(ago(5.0 * 60.0), (-5, "minute"));
        assert_eq!(ago(3.5 * 3600.0), (-3, "hour"));
        assert_eq!(ago(-26.0 * 3600.0), (1, "day"));
        assert_eq!(ago(70.0 * 86400.0), (-2, "month"));
        assert_eq!(ago(800.0 * 86400.0), (-2, "year"));
    }

    #[test]
    fn clocks_are_read_from_an_iso_date() {
        assert_eq!(read_clock("2025-03-18 18:09"), Some([2025, 3, 18, 18, 9]));
        assert_eq!(read_clock("demain"), None);
    }

    #[test]
    fn absurd_times_do_not_overflow() {
        assert_eq!(distance(f64::MAX, f64::MIN), (-95, "year"));
        assert_eq!(distance(NOW, f64::NAN), (0, "year"));
    }
}

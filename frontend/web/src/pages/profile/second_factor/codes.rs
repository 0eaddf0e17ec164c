use guichet_i18n::t;
use guichet_ui::{Alert, Button, ButtonKind, IconName, Tone, focus_id, use_toaster};
use leptos::prelude::*;

use super::Factor;
use crate::{copy, download};

/// The heading of the codes.
pub const HEADING: &str = "second-factor-codes";
/// The section's own heading, in the profile.
const SECTION: &str = "profile-second-factor";

/// Recovery codes, which are shown this once.
#[component]
pub fn Codes(factor: Factor, codes: Vec<String>) -> impl IntoView {
    let language = factor.language;
    let toaster = use_toaster();
    let lines = StoredValue::new(codes.join("\n"));
    let copy = move |()| {
        if copy::write(&lines.get_value()) {
            toaster.success(t!(language, "copy-done"));
        } else {
            toaster.error(t!(language, "access-codes-no-copy"));
        }
    };
    let save = move |()| {
        let title = t!(language, "access-codes-file");
        let text = format!("{title}\n\n{}\n", lines.get_value());
        download::save_text(&text, "guichet-codes.txt");
    };
    let items = codes.into_iter().map(|code| {
        view! {
            <li>
                <code>{code}</code>
            </li>
        }
    });
    view! {
        <h3 id=HEADING tabindex="-1">
            {t!(language, "access-codes")}
        </h3>
        <Alert tone=Tone::Warning title=t!(language, "access-codes-once")>
            <p>{t!(language, "access-codes-text")}</p>
        </Alert>
        <ul class="recovery-codes" aria-labelledby=HEADING>
            {items.collect_view()}
        </ul>
        <div class="form__actions">
            <Button icon=IconName::Copy on_press=copy>
                {t!(language, "copy")}
            </Button>
            <Button icon=IconName::Download on_press=save>
                {t!(language, "access-codes-save")}
            </Button>
            <Button
                kind=ButtonKind::Primary
                on_press=move |()| {
                    factor.end();
                    focus_id(SECTION);
                    factor.done.run(());
                }
            >
                {t!(language, "access-codes-kept")}
            </Button>
        </div>
    }
}

use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::UiTexts;

/// The components' own words in a language.
pub(super) fn ui_texts(language: Language) -> UiTexts {
    UiTexts {
        close: t!(language, "ui-close").to_owned(),
        required_note: t!(language, "ui-required-note").to_owned(),
        no_results: t!(language, "ui-no-results").to_owned(),
        previous_page: t!(language, "ui-previous-page").to_owned(),
        next_page: t!(language, "ui-next-page").to_owned(),
        remove: t!(language, "ui-remove").to_owned(),
        notifications: t!(language, "ui-notifications").to_owned(),
        breadcrumb: t!(language, "ui-breadcrumb").to_owned(),
        show_password: t!(language, "ui-show-password").to_owned(),
        hide_password: t!(language, "ui-hide-password").to_owned(),
        busy: t!(language, "ui-busy").to_owned(),
    }
}

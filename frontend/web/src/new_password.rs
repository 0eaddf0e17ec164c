//! A new password, typed twice, with its rules ticking: by the link of a mail and in the profile.

use guichet_common::password::{PasswordRule, Personal};
use guichet_common::password_reset::PasswordRules;
use guichet_common::vocabulary::Language;
use guichet_i18n::{field_error_text, t};
use guichet_ui::{Field, Icon, IconName, PasswordInput, derived, focus_first_invalid};
use leptos::prelude::*;

use crate::failure::Failure;
use crate::language::use_language;

/// A rule, and whether the password keeps to it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    /// What is asked for.
    text: String,
    /// Whether it is so.
    holds: bool,
}

/// All rules, with how the password stands.
fn told(language: Language, rules: &PasswordRules, password: &str) -> Vec<Told> {
    let personal = Personal::of(rules.personal.iter().map(String::as_str));
    let tell = |rule: &PasswordRule| Told {
        text: field_error_text(language, &rule.error("/new_password")),
        holds: !password.is_empty() && rule.holds(password, &personal),
    };
    rules.profile.rules().iter().map(tell).collect()
}

/// What is typed, and what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub struct NewPassword {
    language: Language,
    rules: StoredValue<PasswordRules>,
    first: RwSignal<String>,
    second: RwSignal<String>,
    wrong: RwSignal<Option<String>>,
    differs: RwSignal<bool>,
}

impl NewPassword {
    /// Nothing typed yet.
    #[must_use]
    pub fn new(language: Language, rules: PasswordRules) -> Self {
        Self {
            language,
            rules: StoredValue::new(rules),
            first: RwSignal::new(String::new()),
            second: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            differs: RwSignal::new(false),
        }
    }

    fn told(self) -> Vec<Told> {
        self.rules
            .with_value(|rules| told(self.language, rules, &self.first.get()))
    }

    /// The password, when it keeps to the rules and was typed the same twice; else both fields say
    /// what is wrong.
    #[must_use]
    pub fn check(self) -> Option<String> {
        let is_good = untrack(move || self.told()).iter().all(|rule| rule.holds);
        let broken = t!(self.language, "password-rules-broken");
        self.wrong.set((!is_good).then(|| broken.to_owned()));
        let password = self.first.get_untracked();
        let differs = password != self.second.get_untracked();
        self.differs.set(differs);
        (is_good && !differs).then_some(password)
    }

    /// Shows what the server says of the password; whether it said anything.
    pub fn refuse(self, failure: &Failure) -> bool {
        let said = failure.field("/new_password");
        let is_said = said.is_some();
        if is_said {
            self.wrong.try_set(said);
            focus_first_invalid();
        }
        is_said
    }

    /// Empties the fields.
    pub fn clear(self) {
        self.first.try_set(String::new());
        self.second.try_set(String::new());
    }
}

/// "Nouveau mot de passe", "Ressaisir le mot de passe", and the rules.
#[component]
pub fn NewPasswordFields(
    /// What is typed.
    password: NewPassword,
) -> impl IntoView {
    let language = use_language();
    let NewPassword {
        first,
        second,
        wrong,
        differs,
        ..
    } = password;
    view! {
        <Field
            label=t!(language, "password-new")
            required=true
            error=derived(move || wrong.get())
        >
            <PasswordInput value=first autocomplete="new-password" />
        </Field>
        <Field
            label=t!(language, "password-again")
            required=true
            error=derived(move || {
                differs.get().then(|| t!(language, "password-differs").to_owned())
            })
        >
            <PasswordInput value=second autocomplete="new-password" />
        </Field>
        <ul class="password-rules" aria-live="polite">
            {move || password.told().into_iter().map(|rule| rule_view(language, rule)).collect_view()}
        </ul>
        <p class="muted">{t!(language, "password-checked-again")}</p>
    }
}

fn rule_view(language: Language, rule: Told) -> AnyView {
    let (icon, class, state) = if rule.holds {
        (
            IconName::CheckCircle,
            "password-rules__rule password-rules__rule--holds",
            t!(language, "password-rule-holds"),
        )
    } else {
        (
            IconName::CrossCircle,
            "password-rules__rule",
            t!(language, "password-rule-open"),
        )
    };
    view! {
        <li class=class>
            <Icon name=icon />
            <span class="visually-hidden">{state}</span>
            {rule.text}
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use guichet_common::password::PasswordProfile;

    use super::*;

    #[test]
    fn rules_tick_as_the_password_grows() {
        let rules = PasswordRules {
            profile: PasswordProfile::Classic,
            personal: vec!["claire".to_owned()],
        };
        let ticked = |password: &str| -> usize {
            let told = told(Language::Fr, &rules, password);
            told.iter().filter(|one| one.holds).count()
        };
        assert_eq!(ticked(""), 0);
        assert_eq!(ticked("Sapin-Vert-29!"), 8);
        assert_eq!(ticked("Claire-Vert-29!"), 7);
        let first = told(Language::Fr, &rules, "x").remove(0);
        assert_eq!(first.text, "De 8 à 100 caractères.");
        assert!(!first.holds);
    }
}

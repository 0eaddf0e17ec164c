//! One's own data: who one is, which mails one gets, how and where one signs in.

mod enrolment;
mod mails;
mod passkeys;
mod password;
mod personal;
mod proof;
mod second_factor;
mod sessions;
mod tokens;

use guichet_i18n::t;
use leptos::prelude::*;

use crate::language::use_language;
use crate::session::use_me;
use crate::shell::set_page_title;
use enrolment::Enrolment;
use mails::MailSection;
use passkeys::PasskeySection;
use password::PasswordSection;
use personal::PersonalSection;
use second_factor::SecondFactorSection;
use sessions::SessionSection;
use tokens::TokenSection;

/// "Votre profil": one section after the other.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let language = use_language();
    let title = t!(language, "profile-title");
    set_page_title(title);
    let Some(me) = use_me() else {
        return ().into_any();
    };
    if me.second_factor_due {
        return view! { <Enrolment /> }.into_any();
    }
    view! {
        <div class="page settings">
            <header>
                <h1>{title}</h1>
                <p class="page__lead">{t!(language, "profile-lead")}</p>
            </header>
            <PersonalSection me />
            <MailSection />
            <PasswordSection />
            <SecondFactorSection />
            <PasskeySection />
            <SessionSection />
            <TokenSection />
        </div>
    }
    .into_any()
}

/// A section: what it is about on the left, what to do about it on the right.
#[component]
pub(super) fn Section(
    /// Its heading's id.
    id: &'static str,
    /// Its heading.
    #[prop(into)]
    title: String,
    /// What it is about, in a sentence.
    #[prop(into)]
    text: String,
    /// Its content.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="settings__section" aria-labelledby=id>
            <div class="settings__about">
                <h2 id=id tabindex="-1">
                    {title}
                </h2>
                <p class="muted">{text}</p>
            </div>
            <div class="card card__body settings__card">{children()}</div>
        </section>
    }
}

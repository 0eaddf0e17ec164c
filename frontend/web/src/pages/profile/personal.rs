use std::sync::Arc;

use guichet_common::limits::NAME_MAX;
use guichet_common::me::{Me, UpdateMe};
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::{SelectOption, focus_id, use_toaster};
use leptos::prelude::*;

use super::Section;
use crate::form::{Control, FieldSpec, Form, FormView, Values};
use crate::language::use_language;
use crate::session::{use_client, use_session};
use crate::tasks::Tasks;
use crate::zones::zone_options;

const HEADING: &str = "profile-personal";

/// Name, language and time zone; the address is the user name, which only others may change.
#[component]
pub fn PersonalSection(me: Arc<Me>) -> impl IntoView {
    let language = use_language();
    let session = use_session();
    let client = use_client();
    let toaster = use_toaster();
    let tasks = Tasks::new();
    let fields = fields(language, &me);
    let form = Form::new(&fields, &values_of(&me));
    let save = move |values: Values| {
        let client = client.clone();
        form.busy.set(true);
        tasks.spawn(async move {
            let answer = client.update_me(&update(&values)).await;
            form.busy.try_set(false);
            match answer {
                Ok(me) => {
                    toaster.success(t!(me.language, "profile-saved"));
                    // This builds the page anew: the focus must find its way back.
                    session.profile_changed(me);
                    focus_id(HEADING);
                }
                Err(error) => form.refuse(language, &error),
            }
        });
    };
    view! {
        <Section
            id=HEADING
            title=t!(language, "profile-personal")
            text=t!(language, "profile-personal-text")
        >
            <FormView fields form submit=t!(language, "form-save") on_submit=save />
        </Section>
    }
}

fn fields(language: Language, me: &Me) -> Vec<FieldSpec> {
    let languages = Language::ALL
        .iter()
        .map(|choice| SelectOption::new(choice.as_str(), choice.label(language)))
        .collect();
    let zones = Signal::stored(zone_options(&me.time_zone));
    let mut fields = vec![
        FieldSpec::new(
            "first_name",
            t!(language, "person-first-name"),
            Control::Text(NAME_MAX),
        )
        .required(),
        FieldSpec::new(
            "last_name",
            t!(language, "person-last-name"),
            Control::Text(NAME_MAX),
        )
        .required(),
        FieldSpec::new("email", t!(language, "person-email"), Control::Fixed)
            .hint(t!(language, "profile-email-hint")),
        FieldSpec::new(
            "language",
            t!(language, "person-language"),
            Control::Choice(languages),
        ),
        FieldSpec::new(
            "time_zone",
            t!(language, "person-time-zone"),
            Control::One(zones),
        )
        .required(),
    ];
    if me.account.is_some() {
        fields.insert(
            3,
            FieldSpec::new("account", t!(language, "person-account"), Control::Fixed),
        );
    }
    fields
}

fn values_of(me: &Me) -> Values {
    let account = me.account.as_ref().map(|account| account.name.clone());
    Values::new()
        .with("first_name", &me.first_name)
        .with("last_name", &me.last_name)
        .with("email", &me.email)
        .with("account", account.unwrap_or_default())
        .with("language", me.language.as_str())
        .with("time_zone", &me.time_zone)
}

fn update(values: &Values) -> UpdateMe {
    UpdateMe {
        first_name: Some(values.text("first_name")),
        last_name: Some(values.text("last_name")),
        language: values.parsed("language"),
        time_zone: values.filled("time_zone"),
    }
}

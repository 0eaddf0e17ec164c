use guichet_common::problem::FieldError;
use guichet_common::publications::{
    PUBLICATION_CATEGORY_MAX, PUBLICATION_SLUG_MAX, PUBLICATION_SUMMARY_MAX, PUBLICATION_TITLE_MAX,
    PublicationKind, PublicationText,
};
use guichet_common::vocabulary::Language;
use guichet_i18n::{Label as _, t};
use guichet_ui::{Field, Input, Select, SelectOption, Tab, Tabs, Textarea, derived, on_change};
use leptos::prelude::*;

use super::model::{PublicationForm, TextForm};
use crate::choices::account_options;
use crate::form::Chooser;
use crate::language::use_language;
use crate::rich_text::{EditorHandle, RichEditor};

/// The tabs of the languages.
const TABS: &str = "publication-language";

/// The signals of a text.
#[derive(Clone, Copy)]
struct TextState {
    language: Language,
    title: RwSignal<String>,
    summary: RwSignal<String>,
    body: RwSignal<String>,
    editor: EditorHandle,
}

/// The signals of the form.
#[derive(Clone, Copy)]
pub struct FormState {
    slug: RwSignal<String>,
    kind: RwSignal<String>,
    category: RwSignal<String>,
    original: RwSignal<String>,
    accounts: RwSignal<String>,
    pinned_until: RwSignal<String>,
    texts: StoredValue<Vec<TextState>>,
    /// The language whose text is shown.
    shown: RwSignal<Language>,
    wrong: RwSignal<Vec<(String, String)>>,
}

impl FormState {
    /// Filled in so.
    pub fn new(form: &PublicationForm) -> Self {
        let text = |(language, text): &(Language, TextForm)| TextState {
            language: *language,
            title: RwSignal::new(text.title.clone()),
            summary: RwSignal::new(text.summary.clone()),
            body: RwSignal::new(text.body.clone()),
            editor: EditorHandle::new(),
        };
        Self {
            slug: RwSignal::new(form.slug.clone()),
            kind: RwSignal::new(form.kind.to_string()),
            category: RwSignal::new(form.category.clone()),
            original: RwSignal::new(form.language.to_string()),
            accounts: RwSignal::new(form.accounts.clone()),
            pinned_until: RwSignal::new(form.pinned_until.clone()),
            texts: StoredValue::new(form.texts.iter().map(text).collect()),
            shown: RwSignal::new(form.language),
            wrong: RwSignal::new(Vec::new()),
        }
    }

    /// What is filled in now.
    pub fn snapshot(self) -> PublicationForm {
        let text = |text: &TextState| {
            let form = TextForm {
                title: text.title.get(),
                summary: text.summary.get(),
                body: text.body.get(),
            };
            (text.language, form)
        };
        PublicationForm {
            slug: self.slug.get(),
            kind: self.kind.get().parse().unwrap_or(PublicationKind::Article),
            category: self.category.get(),
            language: self.original.get().parse().unwrap_or_default(),
            accounts: self.accounts.get(),
            pinned_until: self.pinned_until.get(),
            texts: self
                .texts
                .with_value(|texts| texts.iter().map(text).collect()),
        }
    }

    /// Puts the texts of an earlier version into the form.
    pub fn restore(self, texts: &[PublicationText]) {
        let restored = untrack(|| self.snapshot()).with_texts(texts);
        for (language, form) in restored.texts {
            let own = self
                .texts
                .with_value(|texts| texts.iter().find(|text| text.language == language).copied());
            if let Some(own) = own {
                own.title.set(form.title);
                own.summary.set(form.summary);
                own.body.set(form.body);
            }
        }
    }

    /// Waits until the pictures of the texts are uploaded.
    pub async fn settle(self) {
        let texts = self.texts.try_get_value().unwrap_or_default();
        for text in texts {
            if let Some(html) = text.editor.settled().await {
                text.body.try_set(html);
            }
        }
    }

    /// Says at the fields what the server refused; whether all of it could be said there.
    pub fn refuse(self, sent: &PublicationForm, errors: &[FieldError]) -> bool {
        let at = |error: &FieldError| Some((sent.field_of(error)?, error.detail.clone()));
        let wrong: Vec<_> = errors.iter().filter_map(at).collect();
        let is_said = !wrong.is_empty() && wrong.len() == errors.len();
        // The language in which something is wrong comes to the front.
        let language = wrong
            .iter()
            .find_map(|(name, _)| name.rsplit_once('-')?.1.parse().ok());
        if let Some(language) = language {
            self.shown.try_set(language);
        }
        self.wrong.try_set(wrong);
        is_said
    }

    fn error(self, name: String) -> Signal<Option<String>> {
        derived(move || {
            self.wrong.with(|wrong| {
                let found = wrong.iter().find(|(other, _)| *other == name);
                found.map(|(_, text)| text.clone())
            })
        })
    }

    /// What is wrong with a field, until somebody changes it.
    fn watched(self, name: &str, value: RwSignal<String>) -> Signal<Option<String>> {
        let own = name.to_owned();
        on_change(
            move || value.track(),
            move || {
                self.wrong
                    .update(|wrong| wrong.retain(|(other, _)| *other != own));
            },
        );
        self.error(name.to_owned())
    }
}

/// The texts, and beside them what the publication is and whom it is for.
#[component]
pub fn Fields(form: FormState) -> impl IntoView {
    view! {
        <div class="publication-form__columns">
            <Texts form />
            <Facts form />
        </div>
    }
}

/// A tab for each language.
#[component]
fn Texts(form: FormState) -> impl IntoView {
    let language = use_language();
    let tabs: Vec<_> = Language::ALL
        .iter()
        .map(|own| Tab {
            id: own.as_str(),
            label: own.label(language).to_owned(),
            count: None,
        })
        .collect();
    let selected = derived(move || form.shown.get().as_str());
    let select = move |name: &'static str| form.shown.set(name.parse().unwrap_or_default());
    // All stay in the page, so that nothing typed in one is lost by looking at another.
    let texts = form.texts.get_value();
    let texts = texts
        .into_iter()
        .map(|text| view! { <Text form text /> })
        .collect_view();
    view! {
        <section class="card publication-form__texts" aria-label=t!(language, "publications-texts")>
            <Tabs
                name=TABS
                label=t!(language, "publications-texts")
                tabs
                selected
                on_select=select
            />
            <div
                role="tabpanel"
                id=format!("{TABS}-panel")
                aria-labelledby=derived(move || format!("{TABS}-tab-{}", selected.get()))
            >
                {texts}
            </div>
        </section>
    }
}

#[component]
fn Text(form: FormState, text: TextState) -> impl IntoView {
    let language = use_language();
    let own = text.language;
    let is_original = derived(move || form.original.with(|original| *original == own.as_str()));
    let error = move |part: &str, value| form.watched(&format!("{part}-{own}"), value);
    view! {
        <div
            class="publication-form__text"
            lang=own.as_str()
            hidden=derived(move || form.shown.get() != own)
        >
            <p class="field__hint" hidden=is_original>
                {t!(language, "publications-translation-hint")}
            </p>
            <Field
                label=t!(language, "publications-field-title")
                error=error("title", text.title)
                required=true
            >
                <Input value=text.title max_length=PUBLICATION_TITLE_MAX autocomplete="off" />
            </Field>
            <Field
                label=t!(language, "publications-field-summary")
                hint=t!(language, "publications-field-summary-hint")
                error=error("summary", text.summary)
            >
                <Textarea value=text.summary rows=2 max_length=PUBLICATION_SUMMARY_MAX />
            </Field>
            <RichEditor
                label=t!(language, "publications-field-body")
                value=text.body
                required=true
                error=error("body", text.body)
                handle=text.editor
            />
        </div>
    }
}

#[component]
fn Facts(form: FormState) -> impl IntoView {
    let language = use_language();
    let kinds = PublicationKind::ALL
        .iter()
        .map(|kind| SelectOption::new(kind.as_str(), kind.label(language)))
        .collect::<Vec<_>>();
    let languages = Language::ALL
        .iter()
        .map(|own| SelectOption::new(own.as_str(), own.label(language)))
        .collect::<Vec<_>>();
    view! {
        <section
            class="card card__body publication-form__facts"
            aria-label=t!(language, "publications-facts")
        >
            <Field label=t!(language, "publications-kind")>
                <Select value=form.kind options=kinds />
            </Field>
            <Field
                label=t!(language, "publications-category")
                error=form.watched("category", form.category)
            >
                <Input
                    value=form.category
                    max_length=PUBLICATION_CATEGORY_MAX
                    autocomplete="off"
                />
            </Field>
            <Field
                label=t!(language, "publications-accounts")
                hint=t!(language, "publications-accounts-hint")
                error=form.watched("account_ids", form.accounts)
            >
                <Chooser value=form.accounts options=account_options() />
            </Field>
            <Field
                label=t!(language, "publications-pinned")
                hint=t!(language, "publications-pinned-hint")
                error=form.watched("pinned_until", form.pinned_until)
            >
                <Input value=form.pinned_until kind="datetime-local" />
            </Field>
            <Field
                label=t!(language, "publications-original")
                hint=t!(language, "publications-original-hint")
                error=form.watched("language", form.original)
            >
                <Select value=form.original options=languages />
            </Field>
            <Field
                label=t!(language, "publications-slug")
                hint=t!(language, "publications-slug-hint")
                error=form.watched("slug", form.slug)
            >
                <Input value=form.slug max_length=PUBLICATION_SLUG_MAX autocomplete="off" />
            </Field>
        </section>
    }
}

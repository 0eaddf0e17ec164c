use std::rc::Rc;

use guichet_client::{Client, FilePart};
use guichet_common::directory::{
    ConfigurationItemImportQuery, ContactImportQuery, ImportError, ImportReport,
};
use guichet_common::vocabulary::Language;
use guichet_i18n::t;
use guichet_ui::{
    Alert, Button, ButtonKind, ButtonLink, Checkbox, FileDrop, Icon, IconName, Spinner, Table,
    Tone, dynamic,
};
use leptos::prelude::*;
use web_sys::File;

use super::super::sources::{Answer, Source};
use super::model::{Step, Verdict, columns, counts, heading, template};
use crate::download;
use crate::failure::Failure;
use crate::files::browser::file_part;
use crate::language::use_language;
use crate::route::{Place, Resource, Route};
use crate::session::use_client;
use crate::shell::set_page_title;
use crate::tasks::Tasks;

/// How many details of a refusal are worth reading at once.
const REASONS: usize = 5;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Import {
    language: Language,
    resource: Resource,
    step: RwSignal<Step>,
    file_name: RwSignal<String>,
    /// Whether new contacts are invited.
    invites: RwSignal<bool>,
    part: StoredValue<Option<FilePart>, LocalStorage>,
    client: StoredValue<Client>,
    tasks: Tasks,
}

/// Reads a file of entries in: first it is tried, then it is done.
#[component]
pub fn ImportPage(
    /// What it has.
    source: Source,
) -> impl IntoView {
    let language = use_language();
    let resource = source.resource;
    let title = if resource == Resource::ConfigurationItems {
        t!(language, "import-items-title")
    } else {
        t!(language, "import-contacts-title")
    };
    set_page_title(title);
    let import = Import {
        language,
        resource,
        step: RwSignal::new(Step::Choose(None)),
        file_name: RwSignal::new(String::new()),
        invites: RwSignal::new(true),
        part: StoredValue::new_local(None),
        client: StoredValue::new(use_client()),
        tasks: Tasks::new(),
    };
    let back = Route::Directory(resource, Place::List).path();
    let content = dynamic(move || match import.step.get() {
        Step::Choose(problem) => view! { <Choose import problem /> }.into_any(),
        Step::Checking => view! { <Busy text=t!(language, "import-checking") /> }.into_any(),
        Step::Importing => view! { <Busy text=t!(language, "import-running") /> }.into_any(),
        Step::Checked(report) => view! { <Checked import report /> }.into_any(),
        Step::Done(report) => view! { <Done import report /> }.into_any(),
    });
    view! {
        <a class="admin__back" href=back>
            <Icon name=IconName::ArrowLeft />
            {source.title}
        </a>
        <header>
            <h1>{title}</h1>
            <p class="page__lead">{t!(language, "import-lead")}</p>
        </header>
        <section class="card card__body stack" aria-label=title aria-live="polite">
            {content}
        </section>
    }
}

#[component]
fn Busy(text: &'static str) -> impl IntoView {
    view! {
        <p class="import__busy">
            <Spinner label="" />
            {text}
        </p>
    }
}

/// The file, what it must look like, and an empty one.
#[component]
fn Choose(import: Import, problem: Option<String>) -> impl IntoView {
    let language = use_language();
    let resource = import.resource;
    let by_admin = resource == Resource::Contacts;
    let headings = columns(language, resource)
        .into_iter()
        .map(|(_, heading)| view! { <li>{heading}</li> });
    let save = move |()| {
        let name = if resource == Resource::ConfigurationItems {
            "configuration-items.csv"
        } else {
            "contacts.csv"
        };
        download::save_text(&template(language, resource), name);
    };
    let choose = move |files: Vec<File>| {
        if let Some(file) = files.first() {
            import.file_name.set(file.name());
            import.part.set_value(Some(file_part(file)));
            import.send(true);
        }
    };
    let known_by = if resource == Resource::ConfigurationItems {
        t!(language, "import-items-text")
    } else {
        t!(language, "import-contacts-text")
    };
    view! {
        {problem.map(|title| view! { <Alert tone=Tone::Danger title /> })}
        <div class="stack">
            <p>{known_by}</p>
            <div>
                <p class="muted">{t!(language, "import-columns")}</p>
                <ul class="import__columns">{headings.collect_view()}</ul>
            </div>
            <div>
                <Button icon=IconName::Download on_press=save>
                    {t!(language, "import-template")}
                </Button>
            </div>
        </div>
        {by_admin
            .then(|| {
                view! {
                    <Checkbox
                        label=t!(language, "import-invite")
                        checked=import.invites
                        on_change=move |is_on| import.invites.set(is_on)
                    />
                }
            })}
        <FileDrop
            label=t!(language, "import-choose")
            hint=t!(language, "import-limits")
            single=true
            on_files=choose
        />
    }
}

/// What would become of the file.
#[component]
fn Checked(import: Import, report: ImportReport) -> impl IntoView {
    let language = use_language();
    let verdict = Verdict::of(&report);
    let message = match verdict {
        Verdict::Wrong(count) => view! {
            <Alert tone=Tone::Danger title=t!(language, "import-wrong", count = count)>
                <p>{t!(language, "import-wrong-text")}</p>
            </Alert>
        }
        .into_any(),
        Verdict::Idle => {
            view! { <Alert tone=Tone::Info title=t!(language, "import-idle") /> }.into_any()
        }
        Verdict::Ready(_) => view! {
            <Alert tone=Tone::Success title=t!(language, "import-ready")>
                <p>{t!(language, "import-ready-text")}</p>
            </Alert>
        }
        .into_any(),
    };
    let confirm = match verdict {
        Verdict::Ready(count) => view! {
            <Button kind=ButtonKind::Primary icon=IconName::Upload on_press=move |()| import.send(false)>
                {t!(language, "import-confirm", count = count)}
            </Button>
        }
        .into_any(),
        Verdict::Wrong(_) | Verdict::Idle => ().into_any(),
    };
    let again = move |()| import.step.set(Step::Choose(None));
    view! {
        <FileName import />
        {message}
        <Counts report=report.clone() />
        <Problems import report />
        <div class="cluster">
            {confirm}
            <Button on_press=again>{t!(language, "import-other")}</Button>
        </div>
    }
}

/// What became of the file.
#[component]
fn Done(import: Import, report: ImportReport) -> impl IntoView {
    let language = use_language();
    let list = Route::Directory(import.resource, Place::List).path();
    let again = move |()| import.step.set(Step::Choose(None));
    view! {
        <FileName import />
        <Alert tone=Tone::Success title=t!(language, "import-done") />
        <Counts report />
        <div class="cluster">
            <ButtonLink href=list kind=ButtonKind::Primary>
                {t!(language, "import-to-list")}
            </ButtonLink>
            <Button on_press=again>{t!(language, "import-other")}</Button>
        </div>
    }
}

#[component]
fn FileName(import: Import) -> impl IntoView {
    view! {
        <p class="import__file">
            <Icon name=IconName::File />
            <strong>{import.file_name.get_untracked()}</strong>
        </p>
    }
}

#[component]
fn Counts(report: ImportReport) -> impl IntoView {
    let count = |(label, count): (&'static str, String)| {
        view! {
            <div class="import__count">
                <dt>{label}</dt>
                <dd>{count}</dd>
            </div>
        }
    };
    let counts = counts(use_language(), &report).into_iter().map(count);
    view! { <dl class="import__counts">{counts.collect_view()}</dl> }
}

/// Every wrong cell.
#[component]
fn Problems(import: Import, report: ImportReport) -> impl IntoView {
    let language = use_language();
    if report.errors.is_empty() {
        return ().into_any();
    }
    let row = move |error: ImportError| {
        view! {
            <tr>
                <th scope="row">
                    {t!(language, "import-row", row = &error.row.to_string())}
                </th>
                <td data-label=t!(
                    language, "import-column"
                )>{heading(language, import.resource, &error.column)}</td>
                <td data-label=t!(language, "import-problem")>{error.detail}</td>
            </tr>
        }
    };
    let more = (report.more_errors > 0).then(|| {
        view! { <p class="muted">{t!(language, "import-more", count = report.more_errors)}</p> }
    });
    let rows = report.errors.into_iter().map(row).collect_view();
    view! {
        <div class="import__problems">
            <Table caption=t!(language, "import-problems")>
                <thead>
                    <tr>
                        <th scope="col">{t!(language, "import-line")}</th>
                        <th scope="col">{t!(language, "import-column")}</th>
                        <th scope="col">{t!(language, "import-problem")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
        {more}
    }
    .into_any()
}

/// Why a file could not be read at all.
fn reason(failure: &Failure) -> String {
    let details = failure.fields.iter().take(REASONS);
    details.fold(failure.text.clone(), |text, field| {
        format!("{text} {}", field.detail)
    })
}

impl Import {
    /// Sends the file: to be tried, or to be read in.
    fn send(self, dry_run: bool) {
        let Some(part) = self.part.get_value() else {
            return;
        };
        let language = self.language;
        self.step.set(if dry_run {
            Step::Checking
        } else {
            Step::Importing
        });
        let answer = self.ask(part, dry_run);
        self.tasks.spawn(async move {
            let next = match answer.await {
                Ok(report) => Step::after(report),
                Err(error) => {
                    let failure = Failure::new(language, &error);
                    Step::Choose(Some(reason(&failure)))
                }
            };
            self.step.try_set(next);
        });
    }

    fn ask(self, part: FilePart, dry_run: bool) -> Answer<ImportReport> {
        let client = self.client.get_value();
        let dry_run = Some(dry_run);
        if self.resource == Resource::ConfigurationItems {
            let query = ConfigurationItemImportQuery { dry_run };
            return Box::pin(async move {
                client
                    .import_configuration_items(part, &query, Rc::new(|_| {}))
                    .await
            });
        }
        // Only admins may leave the invitations out.
        let silent = self.resource == Resource::Contacts && !self.invites.get_untracked();
        let query = ContactImportQuery {
            dry_run,
            send_invitations: silent.then_some(false),
        };
        Box::pin(async move { client.import_contacts(part, &query, Rc::new(|_| {})).await })
    }
}

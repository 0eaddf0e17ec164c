use guichet_common::audit::{ActorKind, AuditEntry};
use guichet_i18n::{Label as _, t};
use guichet_ui::{Button, ButtonSize, IconName, Row, Table, keyed, use_ui};
use leptos::prelude::*;

use super::model::details;
use super::view::Trail;
use crate::language::use_language;
use crate::when::date_time;

/// The entries: when, who, what, to whom, from where.
#[component]
pub fn Rows(trail: Trail) -> impl IntoView {
    let language = use_language();
    let heads = [
        t!(language, "audit-when"),
        t!(language, "audit-who"),
        t!(language, "audit-what"),
        t!(language, "audit-to-whom"),
        t!(language, "audit-from-where"),
    ];
    let heads = heads.map(|label| view! { <th scope="col">{label}</th> });
    let rows = keyed(move || {
        trail.page.state.with(|page| {
            let entries = page.ready().map(|page| page.items.as_slice());
            let row = |entry: &AuditEntry| {
                let entry = entry.clone();
                Row::new(entry.seq.to_string(), move || row(trail, &entry))
            };
            entries.unwrap_or_default().iter().map(row).collect()
        })
    });
    view! {
        <div class="audit">
            <Table caption=t!(language, "audit-title") busy=trail.page.refreshing>
                <thead>
                    <tr>{heads.collect_view()}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        </div>
    }
}

fn row(trail: Trail, entry: &AuditEntry) -> AnyView {
    let language = use_language();
    let at = date_time(&use_ui(), language, entry.at);
    let who = entry.actor.name.clone().unwrap_or_else(|| {
        let kind = match entry.actor.kind {
            ActorKind::Person => t!(language, "audit-person"),
            ActorKind::Machine => t!(language, "audit-machine"),
            ActorKind::Anonymous => t!(language, "audit-anonymous"),
            ActorKind::System => t!(language, "audit-system"),
        };
        kind.to_owned()
    });
    let whom = entry.target.as_ref().map(|target| {
        let kind = target.kind.label(language).to_owned();
        let name = target.name.clone();
        match name {
            Some(name) => view! { {name} <span class="audit__kind">{kind}</span> }.into_any(),
            None => view! { {kind} }.into_any(),
        }
    });
    let is_untargeted = whom.is_none();
    let is_inside = entry.address.is_empty();
    view! {
        <tr>
            <th scope="row" class="nowrap">
                {at}
            </th>
            <td data-label=t!(language, "audit-who")>{who}</td>
            <td data-label=t!(language, "audit-what")>
                <details class="audit__entry">
                    <summary>{entry.action.label(language)}</summary>
                    <Details trail entry=entry.clone() />
                </details>
            </td>
            <td class:col--empty=is_untargeted data-label=t!(language, "audit-to-whom")>
                <span>{whom}</span>
            </td>
            <td
                class="audit__address"
                class:col--empty=is_inside
                data-label=t!(language, "audit-from-where")
            >
                {entry.address.clone()}
            </td>
        </tr>
    }
    .into_any()
}

/// All the rest of an entry, and the ways from it to others like it.
#[component]
fn Details(trail: Trail, entry: AuditEntry) -> impl IntoView {
    let language = use_language();
    let mut lines = details(&entry);
    lines.extend(entry.target.as_ref().map(|target| {
        (
            t!(language, "audit-target-id").to_owned(),
            target.id.clone(),
        )
    }));
    lines.push((
        t!(language, "audit-code").to_owned(),
        entry.action.to_string(),
    ));
    lines.push((t!(language, "audit-seq").to_owned(), entry.seq.to_string()));
    lines.push((t!(language, "audit-hash").to_owned(), entry.hash.clone()));
    let lines = lines.into_iter().map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    });
    let actor = entry.actor.id.map(|id| {
        let narrow = move |()| {
            let search = trail.search.get_untracked();
            trail
                .go
                .run(search.with(|search| search.actor = Some(id.into())));
        };
        view! {
            <Button size=ButtonSize::Small icon=IconName::Filter on_press=narrow>
                {t!(language, "audit-same-actor")}
            </Button>
        }
    });
    let target = entry.target.map(|target| {
        let narrow = move |()| {
            let search = trail.search.get_untracked();
            let id = target.id.clone();
            trail.go.run(search.with(|search| search.target = id));
        };
        view! {
            <Button size=ButtonSize::Small icon=IconName::Filter on_press=narrow>
                {t!(language, "audit-same-target")}
            </Button>
        }
    });
    view! {
        <dl class="audit__details">{lines.collect_view()}</dl>
        <div class="cluster">{actor} {target}</div>
    }
}

use guichet_common::tickets::TicketSummary;
use guichet_i18n::{Label as _, t};
use guichet_ui::{
    RelativeTime, Row, Skeleton, SkeletonShape, SortHeader, Table, derived, dynamic, keyed,
};
use leptos::prelude::*;

use super::columns::Column;
use super::list::List;
use crate::language::use_language;
use crate::route::Route;
use crate::words::{PriorityBadge, StateBadge, millis};

/// How many rows are outlined while the list loads.
const OUTLINED: usize = 6;

/// The rows of the page. Rows that did not change keep their elements, and with them the focus,
/// when the list is read again.
#[component]
pub fn TicketTable(list: List) -> impl IntoView {
    let language = use_language();
    let body = dynamic(move || {
        let columns = list.columns.get();
        let heading = columns.clone();
        let rows = keyed(move || {
            let row = |ticket: &TicketSummary| {
                let (ticket, columns) = (ticket.clone(), columns.clone());
                let key = format!("{} {}", ticket.number, ticket.updated_at.timestamp_micros());
                Row::new(key, move || {
                    let cells = columns
                        .iter()
                        .map(|column| cell(*column, &ticket))
                        .collect_view();
                    view! { <tr>{cells}</tr> }.into_any()
                })
            };
            let page = &list.page.state;
            page.with(|page| {
                page.ready()
                    .map(|page| page.items.iter().map(row).collect())
            })
            .unwrap_or_default()
        });
        view! {
            <Head list columns=heading />
            <tbody>{rows}</tbody>
        }
    });
    view! {
        <Table caption=t!(language, "home-tickets") busy=list.page.refreshing>
            {body}
        </Table>
    }
}

#[component]
fn Head(list: List, columns: Vec<Column>) -> impl IntoView {
    let language = use_language();
    let heading = move |column: Column| {
        let label = column.label(language);
        if column.sorts().is_none() {
            let class = format!("col-{}", column.name());
            return view! { <th scope="col" class=class>{label}</th> }.into_any();
        }
        let direction = derived(move || list.state.with(|state| state.direction(column)));
        let on_sort = move |()| {
            list.go
                .run(list.state.with_untracked(|state| state.sorted_by(column)));
        };
        view! { <SortHeader label direction on_sort /> }.into_any()
    };
    view! {
        <thead>
            <tr>{columns.into_iter().map(heading).collect_view()}</tr>
        </thead>
    }
}

fn cell(column: Column, ticket: &TicketSummary) -> AnyView {
    let language = use_language();
    let class = format!("col-{}", column.name());
    let label = column.label(language);
    let content = match column {
        Column::Number => {
            let href = Route::Ticket(ticket.number).path();
            return view! {
                <th scope="row" class=class>
                    <a class="row-link" href=href>
                        {ticket.number.to_string()}
                    </a>
                </th>
            }
            .into_any();
        }
        Column::Account => ticket.account.name.clone().into_any(),
        Column::Contact => ticket.contact.name.clone().into_any(),
        Column::State => view! { <StateBadge state=ticket.state /> }.into_any(),
        Column::Subject => clamped(&ticket.subject),
        Column::OnHoldReason => ticket
            .on_hold_reason
            .map(|reason| reason.label(language))
            .into_any(),
        Column::Priority => view! { <PriorityBadge priority=ticket.priority /> }.into_any(),
        Column::Description => clamped(&ticket.description_excerpt),
        Column::AssignedTo => assigned(ticket),
        Column::Created => view! { <RelativeTime at=millis(ticket.created_at) /> }.into_any(),
        Column::Updated => view! { <RelativeTime at=millis(ticket.updated_at) /> }.into_any(),
    };
    let is_empty = column == Column::OnHoldReason && ticket.on_hold_reason.is_none();
    view! {
        <td class=class class:col--empty=is_empty data-label=label>
            {content}
        </td>
    }
    .into_any()
}

fn clamped(text: &str) -> AnyView {
    let text = text.to_owned();
    view! { <span class="clamp">{text}</span> }.into_any()
}

/// The group, and below it the agent.
fn assigned(ticket: &TicketSummary) -> AnyView {
    let group = ticket
        .assignment_group
        .as_ref()
        .map(|group| group.name.clone());
    let agent = ticket.assigned_to.as_ref().map(|agent| agent.name.clone());
    let first = agent.clone().or_else(|| group.clone());
    let second = agent.and(group);
    let nobody = t!(use_language(), "home-nobody");
    match first {
        Some(first) => view! {
            <span class="two-lines">
                <span>{first}</span>
                {second.map(|second| view! { <span class="muted">{second}</span> })}
            </span>
        }
        .into_any(),
        None => view! { <span class="muted">{nobody}</span> }.into_any(),
    }
}

/// The outline of the table while its first page loads.
#[component]
pub fn TableSkeleton(list: List) -> impl IntoView {
    let language = use_language();
    let columns = list.columns.get_untracked();
    let shape = |row: usize| match row % 3 {
        0 => SkeletonShape::Line,
        1 => SkeletonShape::Medium,
        _ => SkeletonShape::Short,
    };
    let rows = (0..OUTLINED)
        .map(|row| {
            let cells = columns
                .iter()
                .enumerate()
                .map(|(index, _)| view! { <td><Skeleton shape=shape(row + index) /></td> })
                .collect_view();
            view! { <tr>{cells}</tr> }
        })
        .collect_view();
    view! {
        <p class="visually-hidden" role="status">{t!(language, "shell-loading")}</p>
        <div class="skeleton-table" aria-hidden="true">
            <table class="table">
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

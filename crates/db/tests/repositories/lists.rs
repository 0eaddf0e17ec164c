use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::ids::TicketNumber;
use guichet_common::tickets::TicketSummary;
use guichet_common::vocabulary::{
    Impact, OnHoldReason, Priority, TicketSort, TicketState, Urgency,
};
use guichet_db::tickets::{
    Counts, TicketFilter, export_tickets_in, find_ticket_in, list_tickets_in, update_ticket,
};
use guichet_db::{PageRequest, Total};
use guichet_domain::Scope;
use guichet_domain::ticket::Assignment;

use crate::kit::{Kit, on_each_database};

fn sorted(sort: TicketSort) -> TicketFilter {
    TicketFilter {
        sort,
        ..TicketFilter::default()
    }
}

/// The numbers of all pages together, and the totals they told.
async fn walk(
    kit: &Kit,
    scope: &Scope,
    filter: &TicketFilter,
    limit: u32,
    mut between: impl AsyncFnMut(usize),
) -> (Vec<TicketNumber>, Vec<Total>) {
    let (mut numbers, mut totals) = (Vec::new(), Vec::new());
    let mut page = PageRequest::first(limit);
    for turn in 0.. {
        let rows = list_tickets_in(&kit.db.read(), scope, filter, &page)
            .await
            .unwrap();
        assert!(rows.items.len() <= usize::try_from(limit).unwrap());
        numbers.extend(rows.items.iter().map(|row| row.number));
        totals.push(rows.total);
        between(turn).await;
        page.after = rows.next;
        if page.after.is_none() {
            break;
        }
    }
    (numbers, totals)
}

/// Tickets of both accounts with all impacts and urgencies, several filed at the same instant,
/// in several states.
async fn fill(kit: &Kit) -> Vec<TicketNumber> {
    let mut own = Vec::new();
    for n in 0..30_usize {
        let mut ticket = kit.new_ticket(kit.acme, &format!("Ticket {n}"), "Texte");
        ticket.impact = *Impact::ALL.iter().cycle().nth(n).unwrap();
        ticket.urgency = *Urgency::ALL.iter().cycle().nth(n / 3).unwrap();
        let number = kit.file(&ticket).await;
        if n % 2 == 0 {
            kit.clock.advance(TimeDelta::seconds(-1)); // the next has the same instants
        }
        if n % 3 != 0 {
            let ticket = find_ticket_in(&kit.db.read(), &Scope::All, number)
                .await
                .unwrap()
                .unwrap();
            let agent_id = (n % 4 == 0).then_some(kit.agent);
            let to = Assignment {
                group_id: Some(kit.group),
                agent_id,
            };
            let tx = kit.db.begin_write().await.unwrap();
            let mut ticket = ticket.start(to, kit.now()).unwrap().ticket;
            update_ticket(&tx, &ticket, Counts::default())
                .await
                .unwrap();
            if n % 5 == 0 {
                ticket = ticket
                    .hold(OnHoldReason::AwaitingCustomer, None, kit.now())
                    .unwrap()
                    .ticket;
                update_ticket(&tx, &ticket, Counts::default())
                    .await
                    .unwrap();
            }
            tx.commit().await.unwrap();
        }
        own.push(number);
        kit.ticket(kit.zenith, &format!("Étranger {n}"), "Texte")
            .await;
    }
    own
}

#[tokio::test]
async fn pages_neither_skip_nor_repeat_in_any_order() {
    on_each_database(async |kit| {
        let mut own = fill(kit).await;
        for sort in TicketSort::ALL {
            let filter = sorted(*sort);
            for limit in [1, 7, 30, 100] {
                let (numbers, totals) =
                    walk(kit, &kit.acme.own(), &filter, limit, async |_| {}).await;
                let mut seen = numbers.clone();
                seen.sort_unstable();
                assert_eq!(seen, own, "{sort} by {limit}");
                assert!(
                    totals
                        .iter()
                        .all(|total| total.count == 30 && total.is_exact)
                );
            }
            let (all, _) = walk(kit, &Scope::All, &filter, 17, async |_| {}).await;
            assert_eq!(all.len(), 60, "{sort}");
            let reversed = TicketSort::ALL
                .iter()
                .find(|other| {
                    let (this, other) = (sort.as_str(), other.as_str());
                    this.strip_prefix('-') == Some(other) || other.strip_prefix('-') == Some(this)
                })
                .unwrap();
            let (mut backwards, _) =
                walk(kit, &Scope::All, &sorted(*reversed), 9, async |_| {}).await;
            backwards.reverse();
            assert_eq!(backwards, all, "{sort} backwards");
        }
        own.reverse();
        let (newest, _) = walk(
            kit,
            &kit.acme.all(),
            &TicketFilter::default(),
            4,
            async |_| {},
        )
        .await;
        assert_eq!(newest, own);
    })
    .await;
}

#[tokio::test]
async fn rows_that_come_in_between_disturb_no_page() {
    on_each_database(async |kit| {
        let own = fill(kit).await;
        let scope = kit.acme.own();
        let (numbers, _) = walk(kit, &scope, &TicketFilter::default(), 7, async |_| {
            kit.ticket(kit.acme, "Entre-temps", "").await;
        })
        .await;
        let mut expected = own;
        expected.reverse();
        assert_eq!(numbers, expected);
    })
    .await;
}

type Case<'a> = (TicketFilter, Box<dyn Fn(&TicketSummary) -> bool + 'a>);

fn of_what_it_is(kit: &Kit) -> Vec<Case<'_>> {
    let base = TicketFilter::default;
    vec![
        (
            TicketFilter {
                states: vec![TicketState::New, TicketState::OnHold],
                ..base()
            },
            Box::new(|row| matches!(row.state, TicketState::New | TicketState::OnHold)),
        ),
        (
            TicketFilter {
                states: vec![TicketState::New, TicketState::Closed],
                ..base()
            },
            Box::new(|row| row.state == TicketState::New),
        ),
        (
            TicketFilter {
                priorities: vec![Priority::Critical, Priority::Planning],
                ..base()
            },
            Box::new(|row| matches!(row.priority, Priority::Critical | Priority::Planning)),
        ),
        (
            TicketFilter {
                account_id: Some(kit.zenith.account),
                ..base()
            },
            Box::new(|row| row.account.id == kit.zenith.account),
        ),
        (
            TicketFilter {
                contact_id: Some(kit.acme.contact),
                ..base()
            },
            Box::new(|row| row.contact.id == kit.acme.contact),
        ),
        (
            TicketFilter {
                assignment_group_id: Some(kit.group),
                ..base()
            },
            Box::new(|row| row.assignment_group.is_some()),
        ),
        (
            TicketFilter {
                assigned_to_id: Some(kit.agent),
                ..base()
            },
            Box::new(|row| row.assigned_to.is_some()),
        ),
        (
            TicketFilter {
                unassigned: Some(true),
                ..base()
            },
            Box::new(|row| row.assigned_to.is_none()),
        ),
    ]
}

fn of_who_works_it_and_when(middle: DateTime<Utc>) -> Vec<Case<'static>> {
    let base = TicketFilter::default;
    vec![
        (
            TicketFilter {
                unassigned: Some(false),
                ..base()
            },
            Box::new(|row| row.assigned_to.is_some()),
        ),
        (
            TicketFilter {
                on_hold_reason: Some(OnHoldReason::AwaitingCustomer),
                ..base()
            },
            Box::new(|row| row.on_hold_reason.is_some()),
        ),
        (
            TicketFilter {
                needs_action: Some(true),
                ..base()
            },
            Box::new(|row| row.state == TicketState::OnHold),
        ),
        (
            TicketFilter {
                needs_action: Some(false),
                ..base()
            },
            Box::new(|row| row.state != TicketState::OnHold),
        ),
        (
            TicketFilter {
                created_after: Some(middle),
                ..base()
            },
            Box::new(move |row| row.created_at >= middle),
        ),
        (
            TicketFilter {
                created_before: Some(middle),
                ..base()
            },
            Box::new(move |row| row.created_at < middle),
        ),
        (
            TicketFilter {
                updated_after: Some(middle),
                ..base()
            },
            Box::new(move |row| row.updated_at >= middle),
        ),
        (
            TicketFilter {
                updated_before: Some(middle),
                ..base()
            },
            Box::new(move |row| row.updated_at < middle),
        ),
    ]
}

#[tokio::test]
async fn every_filter_lets_through_what_it_says() {
    on_each_database(async |kit| {
        fill(kit).await;
        let all = |filter: TicketFilter| async move {
            let page = PageRequest::first(100);
            list_tickets_in(&kit.db.read(), &Scope::All, &filter, &page)
                .await
                .unwrap()
        };
        let everything = all(TicketFilter::default()).await.items;
        let middle = everything[30].created_at;
        let cases = of_what_it_is(kit)
            .into_iter()
            .chain(of_who_works_it_and_when(middle));
        for (filter, predicate) in cases {
            for sort in [
                TicketSort::CreatedAtDesc,
                TicketSort::Priority,
                TicketSort::State,
            ] {
                let filter = TicketFilter {
                    sort,
                    ..filter.clone()
                };
                let rows = all(filter.clone()).await;
                let expected = everything.iter().filter(|row| predicate(row)).count();
                assert!(expected > 0, "{filter:?}");
                assert!(rows.items.iter().all(&predicate), "{filter:?}");
                assert_eq!(rows.items.len(), expected, "{filter:?}");
                assert_eq!(rows.total.count, u64::try_from(expected).unwrap());
                // The customer's part of it, and nothing else.
                let page = PageRequest::first(100);
                let own = list_tickets_in(&kit.db.read(), &kit.acme.own(), &filter, &page)
                    .await
                    .unwrap();
                assert!(
                    own.items
                        .iter()
                        .all(|row| row.account.id == kit.acme.account)
                );
                let expected = everything
                    .iter()
                    .filter(|row| row.account.id == kit.acme.account && predicate(row))
                    .count();
                assert_eq!(own.items.len(), expected, "{filter:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn empty_list_and_page_past_the_end_tell_their_totals() {
    on_each_database(async |kit| {
        let list = async |page| {
            list_tickets_in(
                &kit.db.read(),
                &kit.acme.own(),
                &TicketFilter::default(),
                &page,
            )
            .await
            .unwrap()
        };
        let empty = list(PageRequest::first(25)).await;
        assert_eq!((empty.items.len(), empty.total.count), (0, 0));
        kit.ticket(kit.acme, "Seul", "").await;
        let after = Some(guichet_db::SortKey { key: 0, id: 0 });
        let past = list(PageRequest { limit: 25, after }).await;
        assert_eq!(
            (past.items.len(), past.next, past.total.count),
            (0, None, 1)
        );
    })
    .await;
}

#[tokio::test]
async fn export_reads_every_row_in_batches() {
    on_each_database(async |kit| {
        let mut own = fill(kit).await;
        own.reverse();
        let (mut numbers, mut page) = (Vec::new(), PageRequest::first(8));
        loop {
            let filter = TicketFilter::default();
            let (rows, next) = export_tickets_in(&kit.db.read(), &kit.acme.all(), &filter, &page)
                .await
                .unwrap();
            assert!(
                rows.iter()
                    .all(|row| row.account == "Acme" && row.contact == "Zoé Acme")
            );
            assert!(rows.iter().all(|row| row.description_text == "Texte"));
            numbers.extend(rows.iter().map(|row| row.number));
            page.after = next;
            if next.is_none() {
                break;
            }
        }
        assert_eq!(numbers, own);
    })
    .await;
}

#[tokio::test]
async fn total_counts_what_was_filed_a_moment_ago() {
    on_each_database(async |kit| {
        for filed in 1..=3 {
            kit.ticket(kit.acme, "Encore un", "").await;
            for _ in 0..2 {
                let page = PageRequest::first(1);
                let filter = TicketFilter::default();
                let rows = list_tickets_in(&kit.db.read(), &kit.acme.own(), &filter, &page).await;
                assert_eq!(rows.unwrap().total.count, filed);
            }
        }
    })
    .await;
}

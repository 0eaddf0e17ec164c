//! The life cycle as a whole: who can do what in which state, and what holds on every path.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot set itself up must fail loudly"
)]

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, TimeZone as _, Utc};
use guichet_common::ids::{AccountId, PersonId, TicketNumber};
use guichet_common::vocabulary::{
    Channel, CloseReason, Impact, Language, NextActionKind, OnHoldReason, ResolutionCode, Role,
    TicketAction, TicketState, Urgency,
};
use guichet_domain::calendar::{Calendar, WaitPlan, WaitRules};
use guichet_domain::policy::{allowed_actions, may, state_allows, ticket_scope};
use guichet_domain::ticket::{
    Assignment, Closed, Hold, NewTicket, Resolution, Resolved, Side, Status,
};
use guichet_domain::{Actor, Scope, Ticket, TicketError};
use proptest::prelude::*;
use uuid::Uuid;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_742_000_000 + seconds, 0).expect("in range")
}

fn ticket(status: Status) -> Ticket {
    let new = NewTicket {
        account_id: AccountId(Uuid::from_u128(1)),
        contact_id: PersonId(Uuid::from_u128(2)),
        opened_by_id: PersonId(Uuid::from_u128(2)),
        subject: "J'ai une demande".into(),
        description_html: String::new(),
        description_text: String::new(),
        impact: Impact::FewerThanFive,
        urgency: Urgency::Low,
        configuration_item_id: None,
        assignment_group_id: None,
        channel: Channel::Portal,
        follow_up_of: None,
        created_at: at(0),
    };
    Ticket {
        status,
        ..new.numbered(TicketNumber(47_447))
    }
}

fn resolution() -> Resolution {
    Resolution {
        code: ResolutionCode::Solved,
        notes_html: "<p>Redémarré.</p>".into(),
        notes_text: "Redémarré.".into(),
    }
}

fn resolved() -> Resolved {
    Resolved {
        resolution: resolution(),
        at: at(0),
        close_at: Some(at(0) + TimeDelta::hours(72)),
    }
}

fn actor(role: Role) -> Actor {
    Actor {
        id: PersonId(Uuid::from_u128(2)),
        name: "Camille Durand".into(),
        role,
        account_id: (!role.is_agent()).then_some(AccountId(Uuid::from_u128(1))),
        sees_account_tickets: false,
        served_accounts: None,
        language: Language::Fr,
        time_zone: "Europe/Paris".into(),
        program: None,
    }
}

fn every_status() -> Vec<(&'static str, Status)> {
    let hold = |reason| {
        Status::OnHold(Hold {
            reason,
            since: at(0),
            wait: None,
        })
    };
    vec![
        ("new", Status::New),
        ("open", Status::Open),
        (
            "on_hold/awaiting_customer",
            hold(OnHoldReason::AwaitingCustomer),
        ),
        (
            "on_hold/awaiting_vendor",
            hold(OnHoldReason::AwaitingVendor),
        ),
        ("resolved", Status::Resolved(resolved())),
        (
            "closed",
            Status::Closed(Closed {
                reason: CloseReason::AgentClosed,
                at: at(0),
                resolved: None,
                rating: None,
            }),
        ),
        ("cancelled", Status::Cancelled(at(0))),
    ]
}

/// Does the action as the role would, and tells the state after it or the refusal.
fn attempt(role: Role, action: TicketAction, status: Status) -> String {
    if !may(role, action) {
        return "forbidden".into();
    }
    let side = if role.is_agent() {
        Side::Support
    } else {
        Side::Customer
    };
    let agent = Assignment {
        group_id: None,
        agent_id: Some(PersonId(Uuid::from_u128(9))),
    };
    let before = ticket(status);
    let now = at(60);
    let done = match action {
        TicketAction::Start => before.start(agent, now),
        TicketAction::Assign => before.assign(agent, now),
        TicketAction::Hold => before.hold(OnHoldReason::AwaitingCustomer, None, now),
        TicketAction::Resume => before.resume(now),
        TicketAction::Resolve => before.resolve(resolution(), None, now),
        TicketAction::Accept => before.accept(Some(5), now),
        TicketAction::Reject => before.reject(now),
        TicketAction::Close => before.close(side, now),
        TicketAction::Cancel => before.cancel(now),
        TicketAction::Comment => before.message(side, now),
        TicketAction::Update => before.update(
            guichet_domain::ticket::FieldChanges {
                impact: Some(Impact::AllUsers),
                ..Default::default()
            },
            now,
        ),
        TicketAction::WorkNote | TicketAction::FollowUp => {
            return if state_allows(&before.status, action) {
                "allowed"
            } else {
                "refused"
            }
            .into();
        }
    };
    match done {
        Ok(transition) => transition.ticket.state().to_string(),
        Err(TicketError::Frozen) => "frozen".into(),
        Err(TicketError::InvalidStateTransition) => "refused".into(),
    }
}

#[test]
fn matrix_of_state_action_and_role() {
    let mut table = String::new();
    for (name, status) in every_status() {
        writeln!(table, "# {name}").expect("writes to memory");
        for action in TicketAction::ALL {
            let of = |role| attempt(role, *action, status.clone());
            writeln!(
                table,
                "{:<10} contact: {:<10} account_admin: {:<10} agent: {:<10} admin: {}",
                action.as_str(),
                of(Role::Contact),
                of(Role::AccountAdmin),
                of(Role::Agent),
                of(Role::Admin),
            )
            .expect("writes to memory");
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn what_is_allowed_is_what_succeeds() {
    for role in Role::ALL {
        for (name, status) in every_status() {
            let allowed = allowed_actions(&actor(*role), &ticket(status.clone()));
            for action in TicketAction::ALL {
                let outcome = attempt(*role, *action, status.clone());
                let succeeds = !["forbidden", "frozen", "refused"].contains(&outcome.as_str());
                assert_eq!(allowed.contains(action), succeeds, "{role} {name} {action}");
            }
        }
    }
}

#[test]
fn resolved_ticket_closes_after_72_elapsed_hours_and_not_before() {
    let due = at(0) + TimeDelta::hours(72);
    let early = ticket(Status::Resolved(resolved())).auto_close(due - TimeDelta::microseconds(1));
    assert_eq!(early, Err(TicketError::InvalidStateTransition));
    let closed = ticket(Status::Resolved(resolved()))
        .auto_close(due)
        .expect("due");
    let Status::Closed(closed) = closed.ticket.status else {
        panic!("not closed")
    };
    assert_eq!(closed.reason, CloseReason::AutoClosed);
    let before = Resolved {
        close_at: None,
        ..resolved()
    };
    assert_eq!(closed.resolved, Some(before));
}

/// T0 on a Thursday at 18:09 (spec, section 4).
#[test]
fn customer_is_reminded_on_business_days_and_then_the_ticket_closes() {
    let zone = chrono_tz::Europe::Paris;
    let local = |day: u32, minute: u32| {
        let instant = zone.with_ymd_and_hms(2025, 3, day, 18, minute, 0);
        instant.single().expect("an instant").to_utc()
    };
    let start = local(13, 9);
    let plan = WaitPlan::new(start, zone, &Calendar::default(), WaitRules::default());
    let reason = OnHoldReason::AwaitingCustomer;
    let held = ticket(Status::Open)
        .hold(reason, Some(plan), start)
        .expect("allowed")
        .ticket;
    assert_eq!(
        held.next_actions(),
        [
            (NextActionKind::Reminder, local(14, 9)),
            (NextActionKind::AutoClose, local(18, 9))
        ]
    );
    assert!(held.clone().remind(local(14, 8)).is_err());
    let friday = held.remind(local(14, 9)).expect("due").ticket;
    assert!(friday.clone().remind(local(14, 10)).is_err());
    let monday = friday.remind(local(17, 9)).expect("due").ticket;
    assert_eq!(
        monday.next_actions(),
        [(NextActionKind::AutoClose, local(18, 9))]
    );
    assert!(monday.clone().auto_close(local(18, 8)).is_err());
    assert!(monday.clone().remind(local(18, 9)).is_err());
    let closed = monday.auto_close(local(18, 9)).expect("due").ticket;
    let Status::Closed(closed) = closed.status else {
        panic!("not closed")
    };
    assert_eq!(
        (closed.reason, closed.resolved),
        (CloseReason::NoAnswer, None)
    );
}

#[test]
fn reminder_that_gives_way_to_one_of_the_same_day_is_no_event() {
    let zone = chrono_tz::Europe::Paris;
    let local = |day: u32, hour: u32| {
        let instant = zone.with_ymd_and_hms(2025, 3, day, hour, 9, 0);
        instant.single().expect("an instant").to_utc()
    };
    let plan = WaitPlan::new(
        local(11, 18),
        zone,
        &Calendar::default(),
        WaitRules::default(),
    );
    let held = ticket(Status::Open)
        .hold(OnHoldReason::AwaitingCustomer, Some(plan), local(11, 18))
        .expect("allowed")
        .ticket;
    // Wednesday's is past, Thursday's comes in the evening.
    let later = held.clone().remind(local(13, 9)).expect("moves");
    assert_eq!(later.events, []);
    assert_eq!(later.ticket.version, held.version + 1);
    assert_eq!(later.ticket.updated_at, held.updated_at);
    assert_eq!(
        later.ticket.next_actions().first(),
        Some(&(NextActionKind::Reminder, local(13, 18)))
    );
    assert!(later.ticket.clone().remind(local(13, 9)).is_err());
    let reminded = later.ticket.remind(local(13, 18)).expect("due");
    assert_eq!(reminded.events, [guichet_domain::ticket::Event::Reminded]);
}

#[test]
fn group_alone_leaves_a_new_ticket_new() {
    let group = Assignment {
        group_id: Some(guichet_common::ids::GroupId(Uuid::from_u128(7))),
        agent_id: None,
    };
    let assigned = ticket(Status::New).assign(group, at(1)).expect("allowed");
    assert_eq!(assigned.ticket.state(), TicketState::New);
}

#[test]
fn contact_sees_own_tickets_and_with_the_right_the_accounts() {
    let account = AccountId(Uuid::from_u128(1));
    let mut contact = actor(Role::Contact);
    assert_eq!(ticket_scope(&contact), Scope::Contact(account, contact.id));
    contact.sees_account_tickets = true;
    assert_eq!(ticket_scope(&contact), Scope::Account(account));
    let foreign = AccountId(Uuid::from_u128(66));
    assert!(!ticket_scope(&contact).contains(foreign, contact.id));
}

proptest! {
    #[test]
    fn any_path_counts_versions_and_never_leaves_a_frozen_state(
        steps in proptest::collection::vec((0..TicketAction::ALL.len(), 0..2_usize), 0..40)
    ) {
        let mut current = ticket(Status::New);
        for (index, (action, role)) in steps.into_iter().enumerate() {
            let side = if role == 0 { Side::Customer } else { Side::Support };
            let now = at(i64::try_from(index).expect("small"));
            let agent = Assignment {
                group_id: None,
                agent_id: Some(PersonId(Uuid::from_u128(9))),
            };
            let before = current.clone();
            let done = match TicketAction::ALL[action] {
                TicketAction::Start => current.clone().start(agent, now),
                TicketAction::Assign => current.clone().assign(agent, now),
                TicketAction::Hold => current.clone().hold(OnHoldReason::AwaitingVendor, None, now),
                TicketAction::Resume => current.clone().resume(now),
                TicketAction::Resolve => current.clone().resolve(resolution(), None, now),
                TicketAction::Accept => current.clone().accept(None, now),
                TicketAction::Reject => current.clone().reject(now),
                TicketAction::Close => current.clone().close(side, now),
                TicketAction::Cancel => current.clone().cancel(now),
                _ => current.clone().message(side, now),
            };
            match done {
                Ok(transition) => {
                    prop_assert!(!before.status.is_frozen());
                    prop_assert_eq!(transition.ticket.version, before.version + 1);
                    let changed = transition.state_change().map(|(from, _)| from);
                    prop_assert_eq!(
                        changed.is_some(),
                        before.state() != transition.ticket.state()
                    );
                    prop_assert!(changed.is_none_or(|from| from == before.state()));
                    current = transition.ticket;
                }
                Err(error) => prop_assert_eq!(
                    error == TicketError::Frozen,
                    before.status.is_frozen()
                ),
            }
        }
    }
}

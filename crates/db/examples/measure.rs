//! What the hot paths cost: `cargo run --release -p guichet-db --example measure -- <url> <tickets>`.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, TimeDelta, Utc};
use guichet_common::directory::Account;
use guichet_common::ids::*;
use guichet_common::vocabulary::*;
use guichet_db::activities::*;
use guichet_db::comments::*;
use guichet_db::demo_bulk::*;
use guichet_db::idempotency::*;
use guichet_db::live_events::*;
use guichet_db::outbox::*;
use guichet_db::people::PersonRow;
use guichet_db::tickets::*;
use guichet_db::*;
use guichet_domain::ticket::*;
use guichet_domain::*;

const WORDS: &[&str] = &[
    "imprimante",
    "réseau",
    "lent",
    "panne",
    "serveur",
    "écran",
    "mot",
    "passe",
    "courriel",
    "bloqué",
    "depuis",
    "ce",
    "matin",
    "bonjour",
    "merci",
    "urgent",
    "bureau",
    "Lyon",
    "Paris",
    "agence",
    "le",
    "la",
    "ne",
    "fonctionne",
    "plus",
    "erreur",
    "accès",
    "dossier",
    "partagé",
    "sauvegarde",
];

fn text(seed: &mut u64, n: usize) -> String {
    let mut out = String::from("bonjour");
    for _ in 0..n {
        *seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        let r = (*seed >> 33) as usize;
        out.push(' ');
        if r % 40 == 0 {
            out.push_str(&format!("ref{}", r % 50000));
        } else {
            out.push_str(WORDS[r % WORDS.len()]);
        }
    }
    out
}

fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let f: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .collect();
    (f[11].parse::<f64>().unwrap() + f[12].parse::<f64>().unwrap()) / 100.0
}

async fn bench<F: Future<Output = ()>>(
    name: &str,
    n: usize,
    conc: usize,
    f: impl Fn(usize) -> F + Send + Sync + 'static + Clone,
) where
    F: Send + 'static,
{
    if std::env::var("ONLY").is_ok_and(|o| !name.contains(&o)) {
        return;
    }
    let start = Instant::now();
    let c0 = cpu();
    let mut set = tokio::task::JoinSet::new();
    for c in 0..conc {
        let f = f.clone();
        set.spawn(async move {
            let mut t = Vec::new();
            for i in 0..n / conc {
                let s = Instant::now();
                f(i * conc + c).await;
                t.push(s.elapsed());
            }
            t
        });
    }
    let mut all: Vec<_> = set.join_all().await.into_iter().flatten().collect();
    all.sort();
    let el = start.elapsed();
    println!(
        "{name:40} {:8.0}/s cpu {:6.0}us p50 {:?} p95 {:?}",
        all.len() as f64 / el.as_secs_f64(),
        (cpu() - c0) * 1e6 / all.len() as f64,
        all[all.len() / 2],
        all[all.len() * 95 / 100]
    );
}

#[tokio::main]
async fn main() {
    let args: Vec<String> = std::env::args().collect();
    let (url, count) = (args[1].clone(), args[2].parse::<u64>().unwrap());
    let conc: usize = args.get(3).map_or(16, |c| c.parse().unwrap());
    let db = Db::connect(&DbSettings {
        url,
        readers: args.get(4).map_or(4, |c| c.parse().unwrap()),
    })
    .await
    .unwrap();
    db.migrate().await.unwrap();
    let clock = MockClock::at(DateTime::<Utc>::from_timestamp(1_760_000_000, 0).unwrap());
    let ids = Ids::new(clock.clone());
    let person = |role, account: Option<AccountId>, n: usize| PersonRow {
        id: ids.new_id(),
        role,
        email: format!("p{n}@x"),
        password_hash: None,
        first_name: "Jean".into(),
        last_name: "Dupont".into(),
        account_id: account,
        sees_account_tickets: false,
        language: Language::Fr,
        time_zone: "Europe/Paris".into(),
        active: true,
        created_at: clock.now(),
        updated_at: clock.now(),
    };
    let fresh = accounts::is_empty(&db.read()).await.unwrap();
    if fresh {
        let tx = db.begin_write().await.unwrap();
        let mut contacts = vec![];
        let mut agents = vec![];
        for a in 0..3 {
            let account = Account {
                id: ids.new_id(),
                name: format!("Compte {a}"),
                active: true,
                time_zone: "Europe/Paris".into(),
                created_at: clock.now(),
            };
            accounts::insert_account(&tx, &account).await.unwrap();
            for c in 0..(if a == 0 { 2 } else { 3 }) {
                let p = person(Role::Contact, Some(account.id), contacts.len());
                people::insert_person(&tx, &p).await.unwrap();
                contacts.push((account.id, p.id));
                let _ = c;
            }
        }
        // a small customer
        let account = Account {
            id: ids.new_id(),
            name: "Petit".into(),
            active: true,
            time_zone: "Europe/Paris".into(),
            created_at: clock.now(),
        };
        accounts::insert_account(&tx, &account).await.unwrap();
        let p = person(Role::Contact, Some(account.id), 99);
        people::insert_person(&tx, &p).await.unwrap();
        let small = (account.id, p.id);
        for _ in 0..5 {
            let p = person(Role::Agent, None, 100 + agents.len());
            people::insert_person(&tx, &p).await.unwrap();
            agents.push(p.id);
        }
        tx.commit().await.unwrap();
        let mut seed = 42u64;
        let start = Instant::now();
        let (ids2, clock2) = (ids.clone(), clock.clone());
        let n = insert_bulk(
            &db,
            (0..count).map(|i| {
                clock2.advance(TimeDelta::seconds(30));
                let (account_id, contact_id) = if i % 1000 == 7 {
                    small
                } else {
                    contacts[(i % 8) as usize]
                };
                let now = clock2.now();
                let description = text(&mut seed, 50);
                let comments: Vec<BulkComment> = (0..(if i % 50 == 0 { 20 } else { i % 3 }))
                    .map(|_| {
                        let t = text(&mut seed, 25);
                        BulkComment {
                            id: ids2.new_id(),
                            author_id: contact_id,
                            body_html: format!("<p>{t}</p>"),
                            body_text: t,
                            created_at: now,
                        }
                    })
                    .collect();
                let mut history = vec![BulkActivity {
                    id: ids2.new_id(),
                    at: now,
                    actor_id: Some(contact_id),
                    kind: ActivityKind::Created,
                    comment_id: None,
                    data: serde_json::json!({}),
                }];
                history.extend(comments.iter().map(|c| BulkActivity {
                    id: ids2.new_id(),
                    at: now,
                    actor_id: Some(contact_id),
                    kind: ActivityKind::Comment,
                    comment_id: Some(c.id),
                    data: serde_json::json!({}),
                }));
                let status = match i % 10 {
                    0 if i + 20000 > count => Status::New,
                    1 if i + 20000 > count => Status::Open,
                    _ => Status::Closed(Closed {
                        reason: CloseReason::AgentClosed,
                        at: now,
                        resolved: None,
                        rating: None,
                    }),
                };
                BulkTicket {
                    ticket: NewTicket {
                        account_id,
                        contact_id,
                        opened_by_id: contact_id,
                        subject: text(&mut seed, 6),
                        description_html: format!("<p>{description}</p>"),
                        description_text: description,
                        impact: Impact::AllUsers,
                        urgency: Urgency::Low,
                        configuration_item_id: None,
                        assignment_group_id: None,
                        channel: Channel::Portal,
                        follow_up_of: None,
                        created_at: now,
                    },
                    status,
                    assigned_to_id: Some(agents[(i % 5) as usize]),
                    updated_at: now,
                    comments,
                    history,
                }
            }),
        )
        .await
        .unwrap();
        println!("bulk {n} in {:?}", start.elapsed());
    } else {
        clock.advance(TimeDelta::seconds(30 * count as i64 + 1_000_000));
    }
    let all = list_tickets_in(
        &db.read(),
        &Scope::All,
        &TicketFilter::default(),
        &PageRequest::first(100),
    )
    .await
    .unwrap();
    let row = all
        .items
        .iter()
        .find(|r| r.account.name != "Petit")
        .unwrap();
    let (account, contact) = (row.account.id, row.contact.id);
    let page = PageRequest::<NameKey>::first(100);
    let small = accounts::list_accounts_in(
        &db.read(),
        &Scope::All,
        &accounts::DirectoryFilter {
            keyword: Some("petit".into()),
            account_id: None,
        },
        &page,
    )
    .await
    .unwrap()
    .items[0]
        .id;
    let busy = TicketNumber(count as i64 / 50 / 2 * 50 + 1);
    let scopes = [
        ("contact", Scope::Contact(account, contact)),
        ("account", Scope::Account(account)),
        ("small", Scope::Account(small)),
        ("all", Scope::All),
    ];
    let r = db.read();
    bench("ping", 20000, conc, {
        let db = db.clone();
        move |_| {
            let db = db.clone();
            async move {
                db.ping().await.unwrap();
            }
        }
    })
    .await;
    for (name, scope) in &scopes {
        for (what, filter) in [
            ("newest", TicketFilter::default()),
            (
                "updated",
                TicketFilter {
                    sort: TicketSort::UpdatedAtDesc,
                    ..TicketFilter::default()
                },
            ),
            (
                "priority",
                TicketFilter {
                    sort: TicketSort::Priority,
                    ..TicketFilter::default()
                },
            ),
            (
                "active",
                TicketFilter {
                    states: vec![TicketState::New, TicketState::Open, TicketState::OnHold],
                    ..TicketFilter::default()
                },
            ),
            (
                "active oldest",
                TicketFilter {
                    states: vec![TicketState::New],
                    sort: TicketSort::CreatedAt,
                    ..TicketFilter::default()
                },
            ),
            (
                "active priority",
                TicketFilter {
                    states: vec![TicketState::New, TicketState::Open],
                    sort: TicketSort::Priority,
                    ..TicketFilter::default()
                },
            ),
            (
                "closed",
                TicketFilter {
                    states: vec![TicketState::Closed],
                    ..TicketFilter::default()
                },
            ),
            (
                "common word",
                TicketFilter {
                    keywords: Some("bonjour".into()),
                    ..TicketFilter::default()
                },
            ),
            (
                "two common words",
                TicketFilter {
                    keywords: Some("imprimante panne".into()),
                    ..TicketFilter::default()
                },
            ),
            (
                "rare word",
                TicketFilter {
                    keywords: Some("ref777".into()),
                    ..TicketFilter::default()
                },
            ),
            (
                "common word updated",
                TicketFilter {
                    keywords: Some("bonjour".into()),
                    sort: TicketSort::UpdatedAtDesc,
                    ..TicketFilter::default()
                },
            ),
            (
                "common word active",
                TicketFilter {
                    keywords: Some("bonjour".into()),
                    states: vec![TicketState::New],
                    ..TicketFilter::default()
                },
            ),
        ] {
            let n = if what == "newest" { 4000 } else { 320 };
            let start = Instant::now();
            let one = list_tickets_in(&r, scope, &filter, &PageRequest::first(25))
                .await
                .unwrap();
            let first = start.elapsed();
            let (db, scope) = (db.clone(), scope.clone());
            let label = format!(
                "{name} {what} ({}, {}{}) {first:?}",
                one.items.len(),
                one.total.count,
                if one.total.is_exact { "" } else { "+" }
            );
            bench(
                &label,
                if first.as_millis() > 50 { 32 } else { n },
                conc,
                move |_| {
                    let (db, scope, filter) = (db.clone(), scope.clone(), filter.clone());
                    async move {
                        list_tickets_in(&db.read(), &scope, &filter, &PageRequest::first(25))
                            .await
                            .unwrap();
                    }
                },
            )
            .await;
        }
    }
    let scope = Scope::Account(account);
    bench("find ticket", 8000, conc, {
        let (db, scope) = (db.clone(), Scope::All);
        move |i| {
            let (db, scope) = (db.clone(), scope.clone());
            async move {
                let _ = find_ticket_in(
                    &db.read(),
                    &scope,
                    TicketNumber(1 + (i as i64 * 7919) % 10000),
                )
                .await
                .unwrap()
                .unwrap();
            }
        }
    })
    .await;
    bench("detail + 21 activities", 4000, conc, {
        let db = db.clone();
        move |_| {
            let db = db.clone();
            async move {
                let d = find_ticket_detail_in(&db.read(), &Scope::All, busy)
                    .await
                    .unwrap()
                    .unwrap();
                let a = list_activities_in(&db.read(), &Scope::All, busy, &PageRequest::first(25))
                    .await
                    .unwrap();
                assert!(a.items.len() > 20, "{}", d.comment_count);
            }
        }
    })
    .await;
    let _ = scope;
    let bare = db.clone();
    bench("bare durable insert", 2000, conc, move |i| {
        let db = bare.clone();
        async move {
            let tx = db.begin_write().await.unwrap();
            settings::put_setting(
                &tx,
                &format!("bench{i}"),
                &serde_json::json!(1),
                DateTime::UNIX_EPOCH,
            )
            .await
            .unwrap();
            tx.commit().await.unwrap();
        }
    })
    .await;
    let clock: Arc<MockClock> = clock;
    let new = NewTicket {
        account_id: account,
        contact_id: contact,
        opened_by_id: contact,
        subject: "Imprimante bloquée au bureau".into(),
        description_html: "<p>Bonjour, elle ne répond plus depuis ce matin.</p>".into(),
        description_text: text(&mut 7, 50),
        impact: Impact::AllUsers,
        urgency: Urgency::Low,
        configuration_item_id: None,
        assignment_group_id: None,
        channel: Channel::Portal,
        follow_up_of: None,
        created_at: clock.now(),
    };
    bench("create", 2000, conc, {
        let (db, ids, new) = (db.clone(), ids.clone(), new.clone());
        move |_| {
            let (db, ids, new) = (db.clone(), ids.clone(), new.clone());
            async move {
                create(&db, &ids, &new).await;
            }
        }
    })
    .await;
    bench("comment", 2000, conc, {
        let (db, ids) = (db.clone(), ids.clone());
        move |i| {
            let (db, ids) = (db.clone(), ids.clone());
            async move {
                comment(
                    &db,
                    &ids,
                    TicketNumber(1 + (i as i64 * 7919) % 10000),
                    contact,
                )
                .await;
            }
        }
    })
    .await;
    println!(
        "{:?}",
        std::fs::read_to_string("/proc/self/status")
            .unwrap()
            .lines()
            .find(|l| l.starts_with("VmHWM"))
    );
}

async fn create(db: &Db, ids: &Ids, new: &NewTicket) {
    let tx = db.begin_write().await.unwrap();
    let number = insert_ticket(&tx, new, Counts::default()).await.unwrap();
    let activity: ActivityId = ids.new_id();
    insert_activities(
        &tx,
        &[NewActivity {
            id: activity,
            number,
            at: new.created_at,
            actor_id: Some(new.contact_id),
            kind: ActivityKind::Created,
            comment_id: None,
            data: serde_json::json!({}),
        }],
    )
    .await
    .unwrap();
    finish(
        &tx,
        ids,
        number,
        activity,
        new.contact_id,
        new.account_id,
        1,
        new.created_at,
    )
    .await;
    tx.commit().await.unwrap();
}

#[allow(clippy::too_many_arguments)]
async fn finish(
    tx: &Tx,
    ids: &Ids,
    number: TicketNumber,
    activity: ActivityId,
    contact: PersonId,
    account: AccountId,
    version: i64,
    now: DateTime<Utc>,
) {
    let id: uuid::Uuid = ids.new_id();
    enqueue_mails(
        tx,
        &[NewMail {
            id,
            kind: MailKind::Created,
            number,
            person_id: contact,
            comment_id: None,
            activity_id: activity,
            data: serde_json::json!({}),
            message_id: format!("<{id}@x>"),
            created_at: now,
        }],
    )
    .await
    .unwrap();
    insert_live_events(
        tx,
        &[NewLiveEvent {
            kind: EventKind::TicketCreated,
            number,
            account_id: account,
            contact_id: contact,
            version,
            internal: false,
            at: now,
        }],
    )
    .await
    .unwrap();
    search::index_ticket(tx, number).await.unwrap();
    insert_answer(
        tx,
        IdempotencyKey {
            person_id: contact,
            operation: "create_ticket",
            key: &id.to_string(),
        },
        &KeptAnswer {
            body_hash: vec![1; 32],
            status: 201,
            location: None,
            etag: None,
            response: "x".repeat(1500),
            created_at: now,
        },
        DateTime::UNIX_EPOCH,
    )
    .await
    .unwrap();
}

async fn comment(db: &Db, ids: &Ids, number: TicketNumber, who: PersonId) {
    let tx = db.begin_write().await.unwrap();
    let ticket = match find_ticket_in(&tx, &Scope::All, number).await.unwrap() {
        Some(t) => t,
        None => return,
    };
    let now = ticket.updated_at;
    let id: CommentId = ids.new_id();
    let mut after = ticket.clone();
    after.version += 1;
    update_ticket(
        &tx,
        &after,
        Counts {
            comments: 1,
            ..Counts::default()
        },
    )
    .await
    .unwrap();
    insert_comment(
        &tx,
        &NewComment {
            id,
            number,
            author_id: who,
            body_html: "<p>merci beaucoup</p>".into(),
            body_text: "merci beaucoup".into(),
            created_at: now,
        },
    )
    .await
    .unwrap();
    let activity: ActivityId = ids.new_id();
    insert_activities(
        &tx,
        &[NewActivity {
            id: activity,
            number,
            at: now,
            actor_id: Some(who),
            kind: ActivityKind::Comment,
            comment_id: Some(id),
            data: serde_json::json!({}),
        }],
    )
    .await
    .unwrap();
    finish(
        &tx,
        ids,
        number,
        activity,
        ticket.contact_id,
        ticket.account_id,
        after.version,
        now,
    )
    .await;
    tx.commit().await.unwrap();
}

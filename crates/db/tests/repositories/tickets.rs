use chrono::TimeDelta;
use guichet_common::vocabulary::{CloseReason, OnHoldReason, ResolutionCode};
use guichet_db::tickets::{
    Counts, find_ticket_detail_in, find_ticket_in, insert_ticket, list_due_auto_close,
    update_ticket,
};
use guichet_db::{Error, Tx};
use guichet_domain::Scope;
use guichet_domain::ticket::{Assignment, Resolution, Transition};
use tokio::task::JoinSet;

use crate::kit::on_each_database;

async fn save(tx: &Tx, transition: &Transition) {
    update_ticket(tx, &transition.ticket, Counts::default())
        .await
        .unwrap();
}

#[tokio::test]
async fn ticket_is_read_as_it_was_written_in_every_state() {
    on_each_database(async |kit| {
        let new = kit.new_ticket(kit.acme, "Imprimante", "Elle ne répond plus");
        let number = kit.file(&new).await;
        let read = async || {
            find_ticket_in(&kit.db.read(), &kit.acme.own(), number)
                .await
                .unwrap()
                .unwrap()
        };
        let mut ticket = read().await;
        assert_eq!(ticket, new.numbered(number));

        let to = Assignment {
            group_id: Some(kit.group),
            agent_id: Some(kit.agent),
        };
        let now = kit.now();
        let resolution = || Resolution {
            code: ResolutionCode::Solved,
            notes_html: "<p>Redémarrée</p>".to_owned(),
            notes_text: "Redémarrée".to_owned(),
        };
        let steps: [&dyn Fn(guichet_domain::Ticket) -> Transition; 7] = [
            &|ticket| ticket.start(to, now).unwrap(),
            &|ticket| {
                ticket
                    .hold(OnHoldReason::AwaitingCustomer, None, now)
                    .unwrap()
            },
            &|ticket| ticket.resume(now).unwrap(),
            &|ticket| ticket.resolve(resolution(), None, now).unwrap(),
            &|ticket| ticket.reject(now).unwrap(),
            &|ticket| {
                let after = Some(TimeDelta::hours(72));
                ticket.resolve(resolution(), after, now).unwrap()
            },
            &|ticket| ticket.accept(Some(4), now).unwrap(),
        ];
        for step in steps {
            let transition = step(ticket);
            let tx = kit.db.begin_write().await.unwrap();
            save(&tx, &transition).await;
            tx.commit().await.unwrap();
            ticket = read().await;
            assert_eq!(ticket, transition.ticket);
        }
        let closed = ticket
            .status
            .resolved()
            .map(|resolved| &resolved.resolution);
        assert_eq!(closed, Some(&resolution()));
    })
    .await;
}

#[tokio::test]
async fn detail_names_everything_the_ticket_refers_to() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.zenith, "Ligne", "Coupée").await;
        let ticket = find_ticket_in(&kit.db.read(), &Scope::All, number)
            .await
            .unwrap()
            .unwrap();
        let to = Assignment {
            group_id: Some(kit.group),
            agent_id: Some(kit.agent),
        };
        let tx = kit.db.begin_write().await.unwrap();
        let counts = Counts {
            comments: 2,
            attachments: 1,
            attachment_bytes: 5_000_000_000,
        };
        let after = ticket.start(to, kit.now()).unwrap().ticket;
        update_ticket(&tx, &after, counts).await.unwrap();
        tx.commit().await.unwrap();

        let detail = find_ticket_detail_in(&kit.db.read(), &kit.zenith.own(), number)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(detail.ticket, after);
        assert_eq!(detail.description_html, "<p>Coupée</p>");
        assert_eq!(detail.account.name, "Zénith");
        assert_eq!(detail.contact.name, "Zoé Zénith");
        assert_eq!(detail.opened_by.id, kit.zenith.contact);
        assert_eq!(detail.assignment_group.unwrap().name, "CDS - Supervision");
        assert_eq!(detail.assigned_to.unwrap().name, "Tom Technicien");
        assert_eq!(detail.configuration_item, None);
        assert_eq!((detail.comment_count, detail.attachment_count), (2, 1));
        assert_eq!(detail.attachment_bytes, 5_000_000_000);
    })
    .await;
}

#[tokio::test]
async fn foreign_ticket_does_not_exist() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Secret", "Rien à voir").await;
        let colleague = Scope::Contact(kit.acme.account, kit.acme.colleague);
        // A contact who changed companies does not take their tickets along.
        let moved = Scope::Contact(kit.zenith.account, kit.acme.contact);
        let blind = [
            kit.zenith.own(),
            kit.zenith.all(),
            colleague,
            moved,
            Scope::Accounts(vec![kit.zenith.account]),
            Scope::Accounts(vec![]),
            Scope::Nothing,
        ];
        for scope in &blind {
            let (read, scope) = (kit.db.read(), scope);
            assert_eq!(find_ticket_in(&read, scope, number).await.unwrap(), None);
            let detail = find_ticket_detail_in(&read, scope, number).await.unwrap();
            assert_eq!(detail, None, "{scope:?}");
        }
        let seeing = [
            kit.acme.own(),
            kit.acme.all(),
            Scope::Accounts(vec![kit.zenith.account, kit.acme.account]),
            Scope::All,
        ];
        for scope in &seeing {
            let ticket = find_ticket_in(&kit.db.read(), scope, number).await.unwrap();
            assert!(ticket.is_some(), "{scope:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn second_to_save_is_told() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Deux mains", "").await;
        let ticket = find_ticket_in(&kit.db.read(), &Scope::All, number)
            .await
            .unwrap()
            .unwrap();
        let mine = ticket.clone().cancel(kit.now()).unwrap();
        let theirs = ticket.assign(Assignment::default(), kit.now()).unwrap();
        let tx = kit.db.begin_write().await.unwrap();
        save(&tx, &mine).await;
        tx.commit().await.unwrap();
        let tx = kit.db.begin_write().await.unwrap();
        let late = update_ticket(&tx, &theirs.ticket, Counts::default()).await;
        assert!(matches!(late, Err(Error::Stale)));
    })
    .await;
}

#[tokio::test]
async fn resolved_tickets_are_due_after_72_hours_the_longest_overdue_first() {
    on_each_database(async |kit| {
        let mut numbers = Vec::new();
        for subject in ["un", "deux", "trois"] {
            let number = kit.ticket(kit.acme, subject, "").await;
            let ticket = find_ticket_in(&kit.db.read(), &Scope::All, number)
                .await
                .unwrap()
                .unwrap();
            let resolution = Resolution {
                code: ResolutionCode::Information,
                notes_html: String::new(),
                notes_text: String::new(),
            };
            let open = ticket.start(Assignment::default(), kit.now()).unwrap();
            let after = Some(TimeDelta::hours(72));
            let resolved = open
                .ticket
                .clone()
                .resolve(resolution, after, kit.now())
                .unwrap();
            let tx = kit.db.begin_write().await.unwrap();
            save(&tx, &open).await;
            save(&tx, &resolved).await;
            tx.commit().await.unwrap();
            numbers.push(number);
        }
        let due = async |limit| {
            list_due_auto_close(&kit.db.read(), kit.now(), limit)
                .await
                .unwrap()
        };
        assert!(due(10).await.is_empty());
        kit.clock.advance(TimeDelta::hours(72));
        assert_eq!(due(10).await, numbers);
        assert_eq!(due(2).await, numbers[..2]);

        let ticket = find_ticket_in(&kit.db.read(), &Scope::All, numbers[0])
            .await
            .unwrap()
            .unwrap();
        let closed = ticket.auto_close(kit.now()).unwrap();
        let tx = kit.db.begin_write().await.unwrap();
        save(&tx, &closed).await;
        tx.commit().await.unwrap();
        assert_eq!(due(10).await, numbers[1..]);
        assert!(matches!(
            &closed.ticket.status,
            guichet_domain::ticket::Status::Closed(closed)
                if closed.reason == CloseReason::AutoClosed
        ));
    })
    .await;
}

#[tokio::test]
async fn numbers_are_unique_whoever_files_at_once() {
    on_each_database(async |kit| {
        let mut tasks = JoinSet::new();
        for task in 0..32 {
            let (db, ticket) = (kit.db.clone(), kit.new_ticket(kit.acme, "À la fois", ""));
            tasks.spawn(async move {
                let mut numbers = Vec::new();
                for turn in 0..20 {
                    let tx = db.begin_write().await.unwrap();
                    let number = insert_ticket(&tx, &ticket, Counts::default())
                        .await
                        .unwrap();
                    // Some of them give up, and leave gaps at most.
                    if (task + turn) % 7 == 0 {
                        drop(tx);
                    } else {
                        tx.commit().await.unwrap();
                        numbers.push(number);
                    }
                }
                assert!(numbers.is_sorted());
                numbers
            });
        }
        let mut numbers: Vec<_> = tasks.join_all().await.into_iter().flatten().collect();
        let count = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), count);
    })
    .await;
}

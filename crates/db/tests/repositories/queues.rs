use chrono::TimeDelta;
use guichet_common::ids::TicketNumber;
use guichet_common::vocabulary::{EventKind, MailKind, SignInMethod};
use guichet_db::drafts::{find_draft, put_draft};
use guichet_db::idempotency::{IdempotencyKey, KeptAnswer, find_answer, insert_answer};
use guichet_db::live_events::{
    NewLiveEvent, find_last_live_event, insert_live_events, list_live_events_after,
};
use guichet_db::outbox::{
    NewMail, claim_due_mails, count_mails_sent, enqueue_mails, find_backlog, find_thread,
    find_ticket_by_message_id, mark_mail_bounced, mark_mail_failed, mark_mail_for_retry,
    mark_mail_sent,
};
use guichet_db::schedule::{
    claim_task, ensure_task, extend_claim, finish_task, hasten_task, list_tasks,
};
use guichet_db::sessions::{
    SessionRow, find_session, insert_session, list_revoked_since, list_sessions, revoke_sessions,
    rotate_session,
};
use guichet_db::{Error, UniqueConstraint};
use serde_json::json;

use crate::kit::{Kit, on_each_database};

fn mail(kit: &Kit, number: TicketNumber) -> NewMail {
    let id = kit.ids.new_id();
    NewMail {
        id,
        kind: MailKind::Created,
        number,
        person_id: kit.acme.contact,
        comment_id: None,
        activity_id: kit.activity_id(),
        data: json!({"subject": "é"}),
        message_id: format!("<{id}@example.com>"),
        created_at: kit.now(),
    }
}

#[tokio::test]
async fn two_workers_never_claim_the_same_mail() {
    on_each_database(async |kit| {
        let mut mails = Vec::new();
        for _ in 0..30 {
            mails.push(mail(kit, kit.ticket(kit.acme, "Courrier", "").await));
        }
        let tx = kit.db.begin_write().await.unwrap();
        enqueue_mails(&tx, &mails).await.unwrap();
        enqueue_mails(&tx, &mails).await.unwrap();
        tx.commit().await.unwrap();
        let (now, lease) = (kit.now(), kit.now() + TimeDelta::minutes(5));
        let work = || async {
            let mut mine = Vec::new();
            loop {
                let tx = kit.db.begin_write().await.unwrap();
                let claimed = claim_due_mails(&tx, now, lease, 7).await.unwrap();
                tokio::task::yield_now().await;
                tx.commit().await.unwrap();
                if claimed.is_empty() {
                    return mine;
                }
                assert!(claimed.len() <= 7);
                mine.extend(claimed.into_iter().map(|claimed| claimed.mail));
            }
        };
        let (a, b, c) = tokio::join!(work(), work(), work());
        let mut all = [a, b, c].concat();
        all.sort_by_key(|mail| mail.id);
        assert_eq!(all, mails);
        let (waiting, since) = find_backlog(&kit.db.read()).await.unwrap();
        assert_eq!((waiting, since), (30, Some(mails[0].created_at)));
    })
    .await;
}

#[tokio::test]
async fn mails_to_a_person_about_a_ticket_go_out_in_order() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Courrier", "").await;
        let mails: Vec<NewMail> = (0..2).map(|_| mail(kit, number)).collect();
        let tx = kit.db.begin_write().await.unwrap();
        enqueue_mails(&tx, &mails).await.unwrap();
        let (now, lease) = (kit.now(), kit.now() + TimeDelta::minutes(5));
        let first = claim_due_mails(&tx, now, lease, 10).await.unwrap();
        assert_eq!((first.len(), first[0].mail.id), (1, mails[0].id));
        assert!(
            claim_due_mails(&tx, now, lease, 10)
                .await
                .unwrap()
                .is_empty()
        );
        mark_mail_failed(&tx, mails[0].id, first[0].fence, now, "550")
            .await
            .unwrap();
        let second = claim_due_mails(&tx, now, lease, 10).await.unwrap();
        assert_eq!(second[0].mail.id, mails[1].id);
    })
    .await;
}

#[tokio::test]
async fn answer_or_bounce_finds_its_mail_by_message_id() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Courrier", "").await;
        let letter = mail(kit, number);
        let tx = kit.db.begin_write().await.unwrap();
        enqueue_mails(&tx, std::slice::from_ref(&letter))
            .await
            .unwrap();
        let now = kit.now();
        let bounced = async || {
            mark_mail_bounced(&tx, &letter.message_id, "5.1.1", now)
                .await
                .unwrap()
        };
        assert!(!bounced().await, "it has not been sent yet");
        claim_due_mails(&tx, now, now + TimeDelta::minutes(5), 10)
            .await
            .unwrap();
        assert!(bounced().await);
        assert!(!bounced().await, "once");
        assert!(
            !mark_mail_bounced(&tx, "x@example.com", "5.1.1", now)
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
        let read = kit.db.read();
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let named = ids(&["x@example.com", &letter.message_id]);
        let found = find_ticket_by_message_id(&read, &named).await.unwrap();
        assert_eq!(found, Some(number));
        let strangers = ids(&["x@example.com", "", "' OR 1=1 --"]);
        let found = find_ticket_by_message_id(&read, &strangers).await.unwrap();
        assert_eq!(found, None);
    })
    .await;
}

#[tokio::test]
async fn late_worker_learns_that_its_claim_is_gone() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Courrier", "").await;
        let letter = mail(kit, number);
        let tx = kit.db.begin_write().await.unwrap();
        enqueue_mails(&tx, std::slice::from_ref(&letter))
            .await
            .unwrap();
        let claim = async |minutes: i64| {
            let now = kit.now() + TimeDelta::minutes(minutes);
            let lease = now + TimeDelta::minutes(5);
            claim_due_mails(&tx, now, lease, 10).await.unwrap()
        };
        let first = claim(0).await;
        assert_eq!((first.len(), first[0].attempts), (1, 1));
        assert!(claim(4).await.is_empty());
        let second = claim(5).await;
        assert_eq!(second[0].attempts, 2);
        let now = kit.now();
        assert!(
            !mark_mail_sent(&tx, letter.id, first[0].fence, now, None)
                .await
                .unwrap()
        );
        let later = now + TimeDelta::hours(1);
        let fence = second[0].fence;
        assert!(
            mark_mail_for_retry(&tx, letter.id, fence, later, "451")
                .await
                .unwrap()
        );
        assert!(claim(59).await.is_empty());
        let third = claim(60).await;
        assert!(
            mark_mail_sent(&tx, letter.id, third[0].fence, later, None)
                .await
                .unwrap()
        );
        assert!(claim(600).await.is_empty());
        let fence = third[0].fence;
        assert!(
            !mark_mail_failed(&tx, letter.id, fence, later, "")
                .await
                .unwrap()
        );
        let sent = async |since| {
            count_mails_sent(&tx, kit.acme.contact, since)
                .await
                .unwrap()
        };
        assert_eq!(
            (sent(now).await, sent(later + TimeDelta::seconds(1)).await),
            (1, 0)
        );
    })
    .await;
}

#[tokio::test]
async fn mails_thread_under_the_first_about_the_ticket() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Fil", "").await;
        let other = kit.ticket(kit.acme, "Autre", "").await;
        let tx = kit.db.begin_write().await.unwrap();
        let mails: Vec<NewMail> = (0..3).map(|_| mail(kit, number)).collect();
        enqueue_mails(&tx, &[mail(kit, other)]).await.unwrap();
        enqueue_mails(&tx, &mails).await.unwrap();
        let thread = find_thread(&tx, &mails[0]).await.unwrap();
        assert_eq!((thread.first, thread.previous), (None, None));
        let thread = find_thread(&tx, &mails[2]).await.unwrap();
        assert_eq!(thread.first.as_ref(), Some(&mails[0].message_id));
        assert_eq!(thread.previous.as_ref(), Some(&mails[1].message_id));
    })
    .await;
}

#[tokio::test]
async fn task_runs_on_one_replica_at_a_time() {
    on_each_database(async |kit| {
        let tx = kit.db.begin_write().await.unwrap();
        let now = kit.now();
        ensure_task(&tx, "sweep", now).await.unwrap();
        ensure_task(&tx, "sweep", now + TimeDelta::days(1))
            .await
            .unwrap();
        let claim = async |minutes: i64| {
            let now = now + TimeDelta::minutes(minutes);
            claim_task(&tx, "sweep", now, now + TimeDelta::minutes(10))
                .await
                .unwrap()
        };
        assert_eq!(claim(-1).await, None);
        let first = claim(0).await.unwrap();
        assert_eq!(claim(9).await, None);
        let second = claim(10).await.unwrap();
        let extend = async |fence: i64| {
            let until = now + TimeDelta::minutes(30);
            extend_claim(&tx, "sweep", fence, until).await.unwrap()
        };
        assert!(!extend(first).await && extend(second).await);
        assert_eq!(claim(29).await, None);
        let next = now + TimeDelta::hours(1);
        assert!(
            !finish_task(&tx, "sweep", first, now, next, "tard")
                .await
                .unwrap()
        );
        assert!(
            finish_task(&tx, "sweep", second, now, next, "3 fichiers")
                .await
                .unwrap()
        );
        assert_eq!(claim(20).await, None);
        hasten_task(&tx, "sweep", now + TimeDelta::minutes(30))
            .await
            .unwrap();
        assert!(claim(30).await.is_some());
        let tasks = list_tasks(&tx).await.unwrap();
        assert_eq!(tasks[0].last_report.as_deref(), Some("3 fichiers"));
    })
    .await;
}

#[tokio::test]
async fn feed_tells_every_event_once_and_in_order() {
    on_each_database(async |kit| {
        let event = |number| NewLiveEvent {
            kind: EventKind::TicketUpdated,
            number: TicketNumber(number),
            account_id: kit.acme.account,
            contact_id: kit.acme.contact,
            version: number,
            internal: number == 3,
            at: kit.now(),
        };
        assert_eq!(find_last_live_event(&kit.db.read()).await.unwrap(), 0);
        let tx = kit.db.begin_write().await.unwrap();
        insert_live_events(&tx, &[event(1), event(2)])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let tx = kit.db.begin_write().await.unwrap();
        insert_live_events(&tx, &[event(3)]).await.unwrap();
        tx.commit().await.unwrap();
        let read = kit.db.read();
        let after = async |id| list_live_events_after(&read, id, 100).await.unwrap();
        // PostgreSQL holds events back for transactions in other databases, too.
        let mut all = after(0).await;
        while all.len() < 3 {
            all = after(0).await;
        }
        let versions: Vec<i64> = all.iter().map(|row| row.event.version).collect();
        assert_eq!(versions, [1, 2, 3]);
        assert_eq!(
            all.iter().map(|row| row.internal).collect::<Vec<_>>(),
            [false, false, true]
        );
        assert_eq!(after(all[0].id).await, all[1..]);
        let last = find_last_live_event(&read).await.unwrap();
        assert_eq!(last, all[2].id);
        assert!(after(last).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn event_of_a_slower_transaction_is_not_missed() {
    on_each_database(async |kit| {
        if kit.db.dialect() == guichet_db::Dialect::Sqlite {
            return; // one writer at a time
        }
        let event = |version| NewLiveEvent {
            kind: EventKind::TicketUpdated,
            number: TicketNumber(1),
            account_id: kit.acme.account,
            contact_id: kit.acme.contact,
            version,
            internal: false,
            at: kit.now(),
        };
        let slow = kit.db.begin_write().await.unwrap();
        insert_live_events(&slow, &[event(1)]).await.unwrap();
        // Reading sends what was put off.
        list_live_events_after(&slow, 0, 10).await.unwrap();
        let quick = kit.db.begin_write().await.unwrap();
        insert_live_events(&quick, &[event(2)]).await.unwrap();
        quick.commit().await.unwrap();
        let read = kit.db.read();
        assert!(
            list_live_events_after(&read, 0, 10)
                .await
                .unwrap()
                .is_empty()
        );
        slow.commit().await.unwrap();
        // Transactions of other databases of the cluster hold the horizon back, at times between
        // the two.
        let mut versions: Vec<i64> = Vec::new();
        while !versions.contains(&2) {
            let rows = list_live_events_after(&read, 0, 10).await.unwrap();
            versions = rows.iter().map(|row| row.event.version).collect();
            assert!([1, 2].starts_with(&versions), "{versions:?}");
        }
        assert_eq!(versions, [1, 2]);
    })
    .await;
}

#[tokio::test]
async fn first_answer_to_a_key_is_kept_for_a_day() {
    on_each_database(async |kit| {
        let key = IdempotencyKey {
            person_id: kit.acme.contact,
            operation: "create_ticket",
            key: "k-1",
        };
        let answer = KeptAnswer {
            body_hash: vec![0, 255, 7],
            status: 201,
            location: Some("/api/v1/tickets/CS0000001".to_owned()),
            etag: None,
            response: "{}".to_owned(),
            created_at: kit.now(),
        };
        let day_ago = kit.now() - TimeDelta::days(1);
        let tx = kit.db.begin_write().await.unwrap();
        assert_eq!(find_answer(&tx, key, day_ago).await.unwrap(), None);
        insert_answer(&tx, key, &answer, day_ago).await.unwrap();
        assert_eq!(
            find_answer(&tx, key, day_ago).await.unwrap(),
            Some(answer.clone())
        );
        let again = insert_answer(&tx, key, &answer, day_ago).await;
        assert!(matches!(
            again,
            Err(Error::Conflict(UniqueConstraint::IdempotencyKey))
        ));
        let tomorrow = kit.now() + TimeDelta::seconds(1);
        assert_eq!(find_answer(&tx, key, tomorrow).await.unwrap(), None);
        insert_answer(&tx, key, &answer, tomorrow).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn session_moves_on_for_one_of_two_tabs() {
    on_each_database(async |kit| {
        let now = kit.now();
        let session = SessionRow {
            id: kit.ids.new_id(),
            person_id: kit.acme.contact,
            generation: 1,
            rotated_at: now,
            created_at: now,
            last_used_at: now,
            expires_at: now + TimeDelta::days(30),
            revoked_at: None,
            user_agent: "Firefox".to_owned(),
            address: "::1".to_owned(),
            method: SignInMethod::Password,
        };
        let tx = kit.db.begin_write().await.unwrap();
        insert_session(&tx, &session).await.unwrap();
        let expires_at = now + TimeDelta::days(31);
        let rotate =
            async |generation| rotate_session(&tx, session.id, generation, now, expires_at).await;
        rotate(1).await.unwrap();
        assert!(matches!(rotate(1).await, Err(Error::Stale)));
        let found = find_session(&tx, session.id).await.unwrap().unwrap();
        assert_eq!((found.generation, found.expires_at), (2, expires_at));
        assert_eq!(
            list_sessions(&tx, kit.acme.contact, now)
                .await
                .unwrap()
                .len(),
            1
        );
        let ended = async |except| {
            let ended = revoke_sessions(&tx, kit.acme.contact, except, now).await;
            ended.unwrap()
        };
        assert_eq!(ended(Some(session.id)).await, []);
        assert_eq!(ended(None).await, [session.id]);
        assert_eq!(ended(None).await, []);
        let since = async |since| list_revoked_since(&tx, since).await.unwrap();
        assert_eq!(since(now - TimeDelta::seconds(1)).await, [session.id]);
        assert_eq!(since(now).await, []);
        assert!(matches!(rotate(2).await, Err(Error::Stale)));
        assert!(
            list_sessions(&tx, kit.acme.contact, now)
                .await
                .unwrap()
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn draft_is_overwritten() {
    on_each_database(async |kit| {
        let tx = kit.db.begin_write().await.unwrap();
        for text in ["un", "deux"] {
            let content = json!({"subject": text}).as_object().cloned().unwrap();
            let draft = guichet_common::me::Draft {
                content,
                updated_at: kit.now(),
            };
            put_draft(&tx, kit.acme.contact, "ticket", &draft)
                .await
                .unwrap();
            let found = find_draft(&tx, kit.acme.contact, "ticket").await.unwrap();
            assert_eq!(found, Some(draft));
        }
        let other = find_draft(&tx, kit.acme.colleague, "ticket").await.unwrap();
        assert_eq!(other, None);
    })
    .await;
}

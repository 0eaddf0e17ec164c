use guichet_common::ids::{CommentId, TicketNumber};
use guichet_common::vocabulary::ActivityKind;
use guichet_db::activities::{NewActivity, insert_activities, list_activities_in};
use guichet_db::attachments::{AttachTo, NewAttachment, attach, insert_attachments};
use guichet_db::comments::{NewComment, find_comment_in, insert_comment, list_comments_in};
use guichet_db::tickets::{Counts, insert_ticket};
use guichet_db::work_notes::{NewWorkNote, insert_work_note, list_work_notes_in};
use guichet_db::{PageRequest, Tx};
use guichet_domain::Scope;
use serde_json::json;

use crate::kit::{Kit, on_each_database};

async fn say(kit: &Kit, tx: &Tx, number: TicketNumber, text: &str) -> CommentId {
    let comment = NewComment {
        id: kit.ids.new_id(),
        number,
        author_id: kit.acme.contact,
        body_html: format!("<p>{text}</p>"),
        body_text: text.to_owned(),
        created_at: kit.now(),
    };
    insert_comment(tx, &comment).await.unwrap();
    let entry = NewActivity {
        id: kit.activity_id(),
        number,
        at: kit.now(),
        actor_id: Some(kit.acme.contact),
        kind: ActivityKind::Comment,
        comment_id: Some(comment.id),
        data: json!({}),
    };
    insert_activities(tx, &[entry]).await.unwrap();
    comment.id
}

#[tokio::test]
async fn conversation_reads_newest_first_page_by_page() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Bavard", "").await;
        let tx = kit.db.begin_write().await.unwrap();
        let mut ids = Vec::new();
        for n in 0..9 {
            ids.push(say(kit, &tx, number, &format!("message {n}")).await);
        }
        tx.commit().await.unwrap();
        ids.reverse();
        let (mut seen, mut page) = (Vec::new(), PageRequest::first(4));
        loop {
            let rows = list_comments_in(&kit.db.read(), &kit.acme.own(), number, &page)
                .await
                .unwrap();
            assert_eq!(rows.total.count, 9);
            assert!(rows.items.iter().all(|row| row.author.name == "Zoé Acme"));
            seen.extend(rows.items.iter().map(|row| row.id));
            page.after = rows.next;
            if page.after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ids);
    })
    .await;
}

#[tokio::test]
async fn history_shows_messages_files_and_what_the_system_did() {
    on_each_database(async |kit| {
        let tx = kit.db.begin_write().await.unwrap();
        let new = kit.new_ticket(kit.acme, "Histoire", "");
        let counts = Counts {
            attachments: 2,
            ..Counts::default()
        };
        let number = insert_ticket(&tx, &new, counts).await.unwrap();
        let created = NewActivity {
            id: kit.activity_id(),
            number,
            at: kit.now(),
            actor_id: None,
            kind: ActivityKind::Created,
            comment_id: None,
            data: json!({"channel": "portal"}),
        };
        insert_activities(&tx, std::slice::from_ref(&created))
            .await
            .unwrap();
        let comment = say(kit, &tx, number, "voici").await;
        let files: Vec<NewAttachment> = ["créé.txt", "dit.txt"]
            .map(|name| NewAttachment {
                id: kit.ids.new_id(),
                uploader_id: kit.acme.contact,
                file_name: name.to_owned(),
                content_type: "text/plain".to_owned(),
                size: 1,
                sha256: String::new(),
                storage_key: name.to_owned(),
                created_at: kit.now(),
            })
            .into();
        insert_attachments(&tx, &files).await.unwrap();
        let (with_ticket, with_comment) = (
            AttachTo {
                number,
                comment_id: None,
                activity_id: Some(created.id),
            },
            AttachTo {
                number,
                comment_id: Some(comment),
                activity_id: None,
            },
        );
        attach(&tx, &[files[0].id], kit.acme.contact, with_ticket)
            .await
            .unwrap();
        attach(&tx, &[files[1].id], kit.acme.contact, with_comment)
            .await
            .unwrap();
        tx.commit().await.unwrap();

        let page = PageRequest::first(25);
        let read = kit.db.read();
        let history = list_activities_in(&read, &kit.acme.own(), number, &page)
            .await
            .unwrap();
        assert_eq!(history.total.count, 2);
        let [newest, oldest] = &history.items[..] else {
            panic!("two entries expected");
        };
        let message = newest.comment.as_ref().unwrap();
        assert_eq!(message.body_text, "voici");
        assert_eq!(message.attachments[0].file_name, "dit.txt");
        assert!(newest.attachments.is_empty());
        assert_eq!(newest.actor.as_ref().unwrap().id, kit.acme.contact);
        assert_eq!((oldest.kind, &oldest.actor), (ActivityKind::Created, &None));
        assert_eq!(oldest.data, json!({"channel": "portal"}));
        assert_eq!(oldest.attachments[0].file_name, "créé.txt");
        let found = find_comment_in(&read, &kit.acme.own(), number, comment)
            .await
            .unwrap();
        assert_eq!(found.as_ref(), Some(message));
    })
    .await;
}

#[tokio::test]
async fn stranger_reads_no_conversation() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Privé", "").await;
        let tx = kit.db.begin_write().await.unwrap();
        let comment = say(kit, &tx, number, "secret").await;
        let note = NewWorkNote {
            id: kit.ids.new_id(),
            number,
            author_id: kit.agent,
            body_html: "<p>note</p>".to_owned(),
            body_text: "note".to_owned(),
            created_at: kit.now(),
        };
        insert_work_note(&tx, &note).await.unwrap();
        tx.commit().await.unwrap();
        let read = kit.db.read();
        let page = PageRequest::first(25);
        for scope in [kit.zenith.all(), Scope::Nothing, Scope::Accounts(vec![])] {
            let comments = list_comments_in(&read, &scope, number, &page)
                .await
                .unwrap();
            let history = list_activities_in(&read, &scope, number, &page)
                .await
                .unwrap();
            let notes = list_work_notes_in(&read, &scope, number, &page)
                .await
                .unwrap();
            assert_eq!((comments.items.len(), comments.total.count), (0, 0));
            assert_eq!((history.items.len(), history.total.count), (0, 0));
            assert_eq!((notes.items.len(), notes.total.count), (0, 0));
            let one = find_comment_in(&read, &scope, number, comment)
                .await
                .unwrap();
            assert_eq!(one, None);
        }
        let notes = list_work_notes_in(&read, &Scope::All, number, &page)
            .await
            .unwrap();
        assert_eq!(notes.items[0].body_text, "note");
        assert!(notes.items[0].author.is_agent);
    })
    .await;
}

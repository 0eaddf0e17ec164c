use chrono::TimeDelta;
use guichet_common::ids::AttachmentId;
use guichet_common::ids::PersonId;
use guichet_db::attachments::{
    AttachTo, NewAttachment, attach, delete_stale_unused, delete_unused, find_attachment_in,
    insert_attachments, list_attachments_in, list_stale_unused, list_unused,
};
use guichet_db::publications::Audience;
use guichet_db::{Error, PageRequest};
use guichet_domain::Scope;

use crate::kit::{Kit, on_each_database};

async fn upload(kit: &Kit, uploader: PersonId, names: &[&str]) -> Vec<AttachmentId> {
    let files: Vec<NewAttachment> = names
        .iter()
        .map(|name| NewAttachment {
            id: kit.ids.new_id(),
            uploader_id: uploader,
            file_name: (*name).to_owned(),
            content_type: "text/plain".to_owned(),
            size: 3_000_000_000,
            sha256: "00".repeat(32),
            storage_key: format!("key/{name}"),
            created_at: kit.now(),
        })
        .collect();
    let tx = kit.db.begin_write().await.unwrap();
    insert_attachments(&tx, &files).await.unwrap();
    tx.commit().await.unwrap();
    files.iter().map(|file| file.id).collect()
}

#[tokio::test]
async fn only_the_uploader_can_use_a_file_and_only_once() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Fichiers", "").await;
        let to = AttachTo {
            number,
            comment_id: None,
            activity_id: None,
        };
        let (mine, stranger) = (kit.acme.contact, kit.acme.colleague);
        let ids = upload(kit, mine, &["a", "b"]).await;
        let read = kit.db.read();
        assert_eq!(list_unused(&read, &ids, stranger).await.unwrap().len(), 0);
        let back: Vec<AttachmentId> = ids.iter().rev().copied().collect();
        let unused = list_unused(&read, &back, mine).await.unwrap();
        assert_eq!(unused.iter().map(|file| file.id).collect::<Vec<_>>(), back);
        assert_eq!(unused[0].size, 3_000_000_000);

        let tx = kit.db.begin_write().await.unwrap();
        let refused = attach(&tx, &ids, stranger, to).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        attach(&tx, &ids, mine, to).await.unwrap();
        let again = attach(&tx, &ids[..1], mine, to).await;
        assert!(matches!(again, Err(Error::NotFound)));
        assert_eq!(delete_unused(&tx, ids[0], mine).await.unwrap(), None);
        tx.commit().await.unwrap();
        let page = PageRequest::first(25);
        let files = list_attachments_in(&read, &kit.acme.own(), number, &page)
            .await
            .unwrap();
        assert_eq!(files.total.count, 2);
        assert_eq!(files.items[0].file_name, "b");
    })
    .await;
}

#[tokio::test]
async fn file_is_seen_by_who_sees_its_ticket() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Fichiers", "").await;
        let (owner, agent) = (kit.acme.contact, kit.agent);
        let id = upload(kit, owner, &["a"]).await[0];
        let audience = Audience {
            scope: Scope::Nothing,
            now: kit.now(),
            writes: false,
        };
        let seen = async |scope: &Scope, reader| {
            find_attachment_in(&kit.db.read(), scope, &audience, reader, id)
                .await
                .unwrap()
                .is_some()
        };
        assert!(seen(&kit.acme.own(), owner).await);
        assert!(!seen(&Scope::All, agent).await);
        let tx = kit.db.begin_write().await.unwrap();
        let to = AttachTo {
            number,
            comment_id: None,
            activity_id: None,
        };
        attach(&tx, &[id], owner, to).await.unwrap();
        tx.commit().await.unwrap();
        assert!(seen(&kit.acme.own(), owner).await);
        assert!(seen(&Scope::All, agent).await);
        assert!(!seen(&kit.zenith.all(), kit.zenith.contact).await);
        // Having uploaded it does not outlive the right to see the ticket.
        assert!(!seen(&kit.zenith.all(), owner).await);
        assert!(!seen(&Scope::Nothing, owner).await);
        let page = PageRequest::first(25);
        let files = list_attachments_in(&kit.db.read(), &kit.zenith.all(), number, &page)
            .await
            .unwrap();
        assert_eq!((files.items.len(), files.total.count), (0, 0));
    })
    .await;
}

#[tokio::test]
async fn sweep_finds_what_nobody_used() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Fichiers", "").await;
        let ids = upload(kit, kit.acme.contact, &["a", "b"]).await;
        kit.clock.advance(TimeDelta::hours(25));
        let fresh = upload(kit, kit.acme.contact, &["c"]).await;
        let before = kit.now() - TimeDelta::hours(24);
        let stale = list_stale_unused(&kit.db.read(), before, 10).await.unwrap();
        let keys: Vec<&str> = stale.iter().map(|(_, key)| key.as_str()).collect();
        assert_eq!(keys, ["key/a", "key/b"]);
        let tx = kit.db.begin_write().await.unwrap();
        let to = AttachTo {
            number,
            comment_id: None,
            activity_id: None,
        };
        attach(&tx, &ids[1..], kit.acme.contact, to).await.unwrap();
        assert!(delete_stale_unused(&tx, ids[0]).await.unwrap());
        assert!(!delete_stale_unused(&tx, ids[1]).await.unwrap());
        let key = delete_unused(&tx, fresh[0], kit.acme.contact)
            .await
            .unwrap();
        assert_eq!(key.as_deref(), Some("key/c"));
        tx.commit().await.unwrap();
    })
    .await;
}

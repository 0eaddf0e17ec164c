use guichet_db::{Db, DbSettings, Error, UniqueConstraint, people, settings};
use serde_json::json;

use crate::kit::on_each_database;

#[tokio::test]
async fn migrating_twice_changes_nothing_and_says_so() {
    on_each_database(async |kit| {
        assert!(kit.db.is_migrated().await.unwrap());
        kit.db.migrate().await.unwrap();
        assert!(kit.db.is_migrated().await.unwrap());
        kit.db.ping().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn fresh_database_is_not_migrated_until_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("new.db").display());
    let db = Db::connect(&DbSettings { url, readers: 2 }).await.unwrap();
    assert!(!db.is_migrated().await.unwrap());
    let (first, second) = tokio::join!(db.migrate(), db.migrate());
    first.unwrap();
    second.unwrap();
    assert!(db.is_migrated().await.unwrap());
}

#[tokio::test]
async fn dropped_transaction_leaves_nothing() {
    on_each_database(async |kit| {
        let tx = kit.db.begin_write().await.unwrap();
        settings::put_setting(&tx, "colour", &json!("blue"), kit.now())
            .await
            .unwrap();
        assert_eq!(
            settings::find_setting(&tx, "colour").await.unwrap(),
            Some(json!("blue"))
        );
        drop(tx);
        let left = settings::find_setting(&kit.db.read(), "colour").await;
        assert_eq!(left.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn first_value_of_a_secret_stays() {
    on_each_database(async |kit| {
        for secret in ["first", "second"] {
            let tx = kit.db.begin_write().await.unwrap();
            let kept = settings::get_or_put_setting(&tx, "secret_key", &json!(secret), kit.now())
                .await
                .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(kept, json!("first"));
        }
    })
    .await;
}

#[tokio::test]
async fn unique_violation_is_told_by_its_constraint() {
    on_each_database(async |kit| {
        let mut twin = people::get_person(&kit.db.read(), kit.agent).await.unwrap();
        twin.id = kit.ids.new_id();
        twin.email = twin.email.to_uppercase();
        let tx = kit.db.begin_write().await.unwrap();
        let refused = people::insert_person(&tx, &twin).await;
        assert!(matches!(
            refused,
            Err(Error::Conflict(UniqueConstraint::PersonEmail))
        ));
    })
    .await;
}

#[tokio::test]
async fn unknown_server_is_busy_rather_than_broken() {
    let url = "postgres://nobody@127.0.0.1:1/nothing".to_owned();
    let refused = Db::connect(&DbSettings { url, readers: 2 }).await;
    assert!(matches!(refused, Err(Error::Busy(_))), "{refused:?}");
}

use std::time::Duration;

use guichet_db::{Db, Tx, settings};
use serde_json::json;
use tokio::task::JoinSet;

use crate::kit::{Kit, on_each_database};

async fn put(kit: &Kit, tx: &Tx, key: &str) {
    settings::put_setting(tx, key, &json!(key), kit.now())
        .await
        .unwrap();
}

async fn is_there(db: &Db, key: &str) -> bool {
    let found = settings::find_setting(&db.read(), key).await.unwrap();
    found.is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writers_who_share_a_commit_keep_what_is_theirs() {
    on_each_database(async |kit| {
        let mut tasks = JoinSet::new();
        for task in 0..40 {
            let (db, now) = (kit.db.clone(), kit.now());
            tasks.spawn(async move {
                let mut kept = Vec::new();
                for turn in 0..10 {
                    let key = format!("{task}-{turn}");
                    let tx = db.begin_write().await.unwrap();
                    settings::put_setting(&tx, &key, &json!(1), now)
                        .await
                        .unwrap();
                    match (task + turn) % 5 {
                        0 => drop(tx),
                        1 => {
                            // A statement that fails spoils the use case, and no other.
                            let key = settings::put_setting(&tx, "\0", &json!(1), now).await;
                            drop((key, tx));
                        }
                        _ => {
                            tx.commit().await.unwrap();
                            assert!(is_there(&db, &key).await, "told before it is durable");
                            kept.push(key);
                        }
                    }
                }
                kept
            });
        }
        let kept: Vec<String> = tasks.join_all().await.into_iter().flatten().collect();
        assert_eq!(kept.len(), 240);
        for task in 0..40 {
            for turn in 0..10 {
                let key = format!("{task}-{turn}");
                assert_eq!(is_there(&kit.db, &key).await, kept.contains(&key), "{key}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn writer_who_gives_up_waiting_holds_up_nobody() {
    on_each_database(async |kit| {
        let first = kit.db.begin_write().await.unwrap();
        put(kit, &first, "first").await;
        let second = tokio::spawn({
            let db = kit.db.clone();
            async move { db.begin_write().await }
        });
        let third = tokio::spawn({
            let (db, now) = (kit.db.clone(), kit.now());
            async move {
                let tx = db.begin_write().await.unwrap();
                settings::put_setting(&tx, "third", &json!(3), now)
                    .await
                    .unwrap();
                drop(tx);
            }
        });
        tokio::task::yield_now().await;
        second.abort();
        tokio::time::timeout(Duration::from_secs(5), first.commit())
            .await
            .expect("nobody is left to commit")
            .unwrap();
        third.await.unwrap();
        assert!(is_there(&kit.db, "first").await);
        assert!(!is_there(&kit.db, "third").await);
        let next = kit.db.begin_write().await.unwrap();
        put(kit, &next, "next").await;
        next.commit().await.unwrap();
        assert!(is_there(&kit.db, "next").await);
    })
    .await;
}

#[tokio::test]
async fn request_given_up_while_it_commits_takes_no_other_with_it() {
    on_each_database(async |kit| {
        for turn in 0..20 {
            let mut tasks = JoinSet::new();
            for task in 0..6 {
                let (db, now, key) = (kit.db.clone(), kit.now(), format!("{turn}-{task}"));
                let patience = if task % 2 == 0 {
                    60_000_000
                } else {
                    turn * 100
                };
                tasks.spawn(tokio::time::timeout(
                    Duration::from_micros(patience),
                    async move {
                        let tx = db.begin_write().await.unwrap();
                        settings::put_setting(&tx, &key, &json!(1), now)
                            .await
                            .unwrap();
                        tx.commit().await.unwrap();
                        key
                    },
                ));
            }
            let ended = tasks.join_all().await;
            let told: Vec<String> = ended.into_iter().filter_map(Result::ok).collect();
            assert!(told.len() >= 3);
            for key in told {
                assert!(is_there(&kit.db, &key).await, "{key}");
            }
        }
    })
    .await;
}

//! Ticket lists: filters, order, pages.

use guichet_tests::{Person, TestApp, Value, json, scenario};

fn numbers(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("a list");
    items
        .iter()
        .map(|item| item["number"].as_str().unwrap_or_default().to_owned())
        .collect()
}

async fn list(person: &Person, query: &str) -> Vec<String> {
    numbers(
        &person
            .get(&format!("/tickets?{query}"))
            .await
            .expect(200)
            .json(),
    )
}

async fn file(person: &Person, count: usize) -> Vec<String> {
    let mut filed = Vec::new();
    for index in 0..count {
        filed.push(person.file_ticket(&format!("Ticket {index}")).await);
    }
    filed
}

scenario! {
    async fn paging_neither_skips_nor_repeats_while_tickets_come_in(app: TestApp) {
        let claire = app.claire().await;
        let mut expected = file(&claire, 23).await;
        expected.reverse();
        for sort in ["-created_at", "created_at", "-number", "number", "-updated_at", "priority", "state"] {
            let mut seen = Vec::new();
            let mut query = format!("sort={sort}&limit=5");
            loop {
                let page = claire.get(&format!("/tickets?{query}")).await.expect(200).json();
                seen.extend(numbers(&page));
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                query = format!("sort={sort}&limit=5&cursor={cursor}");
                if sort == "-created_at" {
                    claire.file_ticket("Entre-temps").await;
                }
            }
            let mut once = seen.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), seen.len(), "{sort}");
            assert!(expected.iter().all(|number| seen.contains(number)), "{sort}");
        }
    }
}

scenario! {
    async fn cursor_of_another_order_is_refused(app: TestApp) {
        let claire = app.claire().await;
        file(&claire, 3).await;
        let page = claire.get("/tickets?limit=1").await.expect(200).json();
        let cursor = page["next_cursor"].as_str().expect("a cursor");
        let answer = claire.get(&format!("/tickets?sort=number&cursor={cursor}")).await;
        assert_eq!(answer.field_errors(), ["cursor: invalid_cursor"]);
    }
}

scenario! {
    async fn filters_narrow_the_list(app: TestApp) {
        let (denis, lea) = (app.denis().await, app.lea().await);
        let filed = file(&denis, 4).await;
        let [new, open, held, resolved] = filed.as_slice() else { panic!("four") };
        app.clock.advance(chrono::TimeDelta::minutes(1));
        for number in [open, held, resolved] {
            lea.act(number, "start", json!({})).await;
        }
        let question = json!({"reason": "awaiting_customer", "comment_text": "?"});
        lea.act(held, "hold", question).await;
        lea.act(resolved, "resolve", json!({"code": "solved", "notes_text": "x"})).await;
        lea.patch(&format!("/tickets/{new}"), json!({"impact": 1, "urgency": 1})).await.expect(200);
        let of = |numbers: &[&String]| numbers.iter().map(|n| (*n).clone()).collect::<Vec<_>>();
        assert_eq!(list(&denis, "state=new").await, of(&[new]));
        assert_eq!(list(&denis, "state=new&state=open").await, of(&[open, new]));
        assert_eq!(list(&denis, "needs_action=true").await, of(&[resolved, held]));
        assert_eq!(list(&denis, "needs_action=false").await, of(&[open, new]));
        assert_eq!(list(&denis, "on_hold_reason=awaiting_customer").await, of(&[held]));
        assert_eq!(list(&denis, "priority=1").await, of(&[new]));
        assert_eq!(list(&lea, "unassigned=true").await, of(&[new]));
        let mine = format!("assigned_to_id={}&sort=number", app.people.lea);
        assert_eq!(list(&lea, &mine).await, of(&[open, held, resolved]));
        assert_eq!(list(&lea, &format!("assigned_to_id={}", app.people.marc)).await, of(&[]));
        let later = "created_after=2026-03-17T14:00:01Z";
        assert_eq!(list(&denis, later).await, of(&[]));
        assert_eq!(list(&denis, "created_before=2026-03-17T15:00:01%2B01:00").await.len(), 4);
        assert_eq!(list(&denis, "updated_after=2026-03-17T14:00:30Z").await.len(), 4);
        assert_eq!(list(&denis, "sort=-priority&limit=1").await.len(), 1);
        assert_eq!(list(&denis, "sort=priority&limit=1").await, of(&[new]));
    }
}

scenario! {
    async fn numbers_have_no_doubles_when_many_file_at_once(app: TestApp) {
        let claire = app.claire().await;
        let filed = futures_util::future::join_all((0..24).map(|n| {
            let claire = claire.clone();
            async move { claire.file_ticket(&format!("Ticket {n}")).await }
        }))
        .await;
        let mut once = filed.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), 24);
    }
}

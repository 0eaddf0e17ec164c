//! Keyword search.

use guichet_tests::{TestApp, Value, json, scenario};

fn subjects(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("a list");
    items
        .iter()
        .map(|item| item["subject"].as_str().unwrap_or_default().to_owned())
        .collect()
}

scenario! {
    async fn case_and_accents_do_not_matter(app: TestApp) {
        let claire = app.claire().await;
        claire.file_ticket("Éléphant à l'accueil").await;
        claire.file_ticket("Imprimante muette").await;
        for words in ["elephant", "ÉLÉPHANT", "l%C3%A9l%C3%A9phant", "accueil%20elephant"] {
            let page = claire.get(&format!("/tickets?q={words}")).await.expect(200).json();
            if words.starts_with("l%") {
                assert!(subjects(&page).is_empty(), "{words}");
            } else {
                assert_eq!(subjects(&page), ["Éléphant à l'accueil"], "{words}");
            }
        }
        let page = claire.get("/tickets?q=imprim").await.expect(200).json();
        assert_eq!(subjects(&page), ["Imprimante muette"]);
        let page = claire.get("/tickets?q=imprimante%20elephant").await.expect(200).json();
        assert!(subjects(&page).is_empty());
    }
}

scenario! {
    async fn number_description_and_messages_are_searched(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.comment(&number, "Essayez le zéphyr").await;
        claire
            .patch(&format!("/tickets/{number}"), json!({}))
            .await
            .expect_problem("forbidden");
        for words in [number.as_str(), "zephyr", "détail", "zephyr%20panne"] {
            let page = claire.get(&format!("/tickets?q={words}")).await.expect(200).json();
            assert_eq!(subjects(&page), ["Panne"], "{words}");
        }
        lea.patch(&format!("/tickets/{number}"), json!({"subject": "Girafe"})).await.expect(200);
        let page = claire.get("/tickets?q=girafe").await.expect(200).json();
        assert_eq!(page["total"], 1);
    }
}

scenario! {
    async fn operators_and_quotes_are_words(app: TestApp) {
        let claire = app.claire().await;
        claire.file_ticket("Panne \"totale\" AND NEAR (* OR NOT)").await;
        for words in [
            "%22", "%22totale", "AND", "NEAR(", "*", "panne*", "-", "(", "subject:panne", "'",
            "%27%3B%20DROP%20TABLE%20tickets%3B--", "%25", "_", "totale%22%20OR%20%22x", "a%5C",
        ] {
            claire.get(&format!("/tickets?q={words}")).await.expect(200);
        }
        let page = claire.get("/tickets?q=%22totale%22%20near").await.expect(200).json();
        assert_eq!(page["total"], 1);
    }
}

scenario! {
    async fn search_goes_together_with_filters_orders_and_pages(app: TestApp) {
        let claire = app.claire().await;
        for index in 0..7 {
            claire.file_ticket(&format!("Souris {index}")).await;
        }
        claire.file_ticket("Clavier").await;
        for sort in ["-created_at", "number", "-updated_at", "priority"] {
            let mut seen = Vec::new();
            let mut query = format!("q=souris&sort={sort}&limit=3&state=new");
            loop {
                let page = claire.get(&format!("/tickets?{query}")).await.expect(200).json();
                assert_eq!(page["total"], 7, "{sort}");
                seen.extend(subjects(&page));
                let Some(cursor) = page["next_cursor"].as_str() else { break };
                query = format!("q=souris&sort={sort}&limit=3&state=new&cursor={cursor}");
            }
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 7, "{sort}");
        }
        let page = claire.get("/tickets?q=souris&state=closed").await.expect(200).json();
        assert_eq!(page["total"], 0);
    }
}

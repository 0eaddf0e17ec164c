//! The directory, for reading.

use guichet_tests::{TestApp, Value, scenario};

fn names(page: &Value) -> Vec<String> {
    let items = page["items"].as_array().expect("a list");
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap_or_default().to_owned())
        .collect()
}

scenario! {
    async fn contact_sees_the_own_accounts_part(app: TestApp) {
        let claire = app.claire().await;
        let get = async |path: &str| names(&claire.get(path).await.expect(200).json());
        assert_eq!(get("/accounts").await, ["Menuiserie Dupont"]);
        assert_eq!(
            get("/contacts").await,
            ["Paul Dupont", "Claire Lefèvre", "Denis Marchand"]
        );
        assert_eq!(get("/configuration-items").await, ["SRV-DUPONT-01"]);
        assert_eq!(get("/contacts?q=LEFEVRE").await, ["Claire Lefèvre"]);
        let foreign = format!("/contacts?account_id={}", app.people.tilleuls);
        assert!(get(&foreign).await.is_empty());
        for path in ["/agents", "/assignment-groups"] {
            claire.get(path).await.expect_problem("forbidden");
        }
        for path in [
            format!("/accounts/{}", app.people.tilleuls),
            format!("/contacts/{}", app.people.stella),
            format!("/configuration-items/{}", app.people.line),
            "/accounts/x".to_owned(),
        ] {
            claire.get(&path).await.expect_problem("not_found");
        }
    }
}

scenario! {
    async fn agent_sees_whom_they_serve(app: TestApp) {
        let lea = app.lea().await;
        let get = async |path: &str| names(&lea.get(path).await.expect(200).json());
        assert_eq!(get("/accounts").await, ["Clinique des Tilleuls", "Menuiserie Dupont"]);
        assert_eq!(get("/agents").await, ["Léa Bernard", "Ada Moreau", "Marc Petit"]);
        assert_eq!(get("/assignment-groups").await, ["CDS - Infrastructure", "CDS - Supervision"]);
        let agent = lea.get(&format!("/agents/{}", app.people.lea)).await.expect(200).json();
        assert_eq!(agent["groups"][0]["name"], "CDS - Supervision");
        let contact = lea.get(&format!("/contacts/{}", app.people.stella)).await.expect(200).json();
        assert_eq!(contact["account"]["name"], "Clinique des Tilleuls");
        // A contact is no agent.
        let path = format!("/agents/{}", app.people.stella);
        lea.get(&path).await.expect_problem("not_found");
    }
}

scenario! {
    async fn lists_page_by_cursor(app: TestApp) {
        let lea = app.lea().await;
        let mut seen = Vec::new();
        let mut path = "/contacts?limit=1".to_owned();
        loop {
            let page = lea.get(&path).await.expect(200);
            let json = page.json();
            assert_eq!(json["total"], 4);
            seen.extend(names(&json));
            match json["next_cursor"].as_str() {
                Some(cursor) => {
                    assert!(page.header("link").contains("rel=\"next\""));
                    path = format!("/contacts?limit=1&cursor={cursor}");
                }
                None => break,
            }
        }
        assert_eq!(seen, ["Paul Dupont", "Claire Lefèvre", "Denis Marchand", "Stella Martin"]);
        let cursor = path.rsplit('=').next().expect("a cursor");
        let answer = lea.get(&format!("/accounts?cursor={cursor}")).await;
        assert_eq!(answer.field_errors(), ["cursor: invalid_cursor"]);
    }
}

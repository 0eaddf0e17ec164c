//! Publications: written by admins, read by those they are for.

use std::slice::from_ref;

use chrono::TimeDelta;
use guichet_tests::{Person, TestApp, Value, json, scenario};

/// A body that is all right.
fn article(title: &str) -> Value {
    json!({"kind": "article", "texts": [
        {"language": "fr", "title": title, "summary": "En bref.", "body_text": "Le texte."}
    ]})
}

/// Begins a publication and gives its slug.
async fn draft(admin: &Person, body: Value) -> String {
    let created = admin.post("/publications", body).await.expect(201).json();
    created["slug"].as_str().expect("a slug").to_owned()
}

/// Begins a publication, publishes it and gives its slug.
async fn publish(admin: &Person, body: Value) -> String {
    let slug = draft(admin, body).await;
    admin
        .post(&format!("/publications/{slug}/publish"), json!({}))
        .await
        .expect(200);
    slug
}

async fn slugs(person: &Person, path: &str) -> Vec<String> {
    let page = person.get(path).await.expect(200).json();
    let items = page["items"].as_array().expect("a list");
    items
        .iter()
        .map(|item| item["slug"].as_str().unwrap_or_default().to_owned())
        .collect()
}

scenario! {
    async fn publication_is_read_from_its_instant_on_until_it_is_withdrawn(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let slug = draft(&ada, article("Le VPN, à l’été")).await;
        assert_eq!(slug, "le-vpn-a-l-ete");
        let path = format!("/publications/{slug}");
        // A draft exists for admins alone.
        claire.get(&path).await.expect_problem("not_found");
        assert!(slugs(&claire, "/publications").await.is_empty());
        assert_eq!(slugs(&ada, "/publications?state=draft").await, from_ref(&slug));
        claire.get("/publications?state=draft").await.expect_problem("forbidden");

        let at = app.app.now() + TimeDelta::minutes(4);
        let scheduled = ada
            .post(&format!("{path}/publish"), json!({"published_at": at}))
            .await
            .expect(200)
            .json();
        assert_eq!(scheduled["state"], "scheduled");
        claire.get(&path).await.expect_problem("not_found");
        assert_eq!(slugs(&ada, "/publications?state=scheduled").await, from_ref(&slug));
        assert!(slugs(&ada, "/publications?state=published").await.is_empty());
        app.clock.advance(TimeDelta::minutes(4));
        let read = claire.get(&path).await.expect(200).json();
        assert_eq!(read["title"], "Le VPN, à l’été");
        assert_eq!(read["body_text"], "Le texte.");
        assert_eq!(slugs(&claire, "/publications").await, from_ref(&slug));

        ada.post(&format!("{path}/withdraw"), json!({})).await.expect(200);
        claire.get(&path).await.expect_problem("not_found");
        assert!(slugs(&claire, "/publications").await.is_empty());
        // It was published, so it stays; and can come back.
        ada.delete(&path).await.expect_problem("publication_not_draft");
        ada.post(&format!("{path}/publish"), json!({})).await.expect(200);
        claire.get(&path).await.expect(200);
    }
}

scenario! {
    async fn publication_for_another_account_does_not_exist(app: TestApp) {
        let (ada, lea, marc) = (app.ada().await, app.lea().await, app.marc().await);
        let (claire, stella) = (app.claire().await, app.stella().await);
        let mut body = article("Pour Tilleuls");
        body["account_ids"] = json!([app.people.tilleuls]);
        body["category"] = json!("Secret");
        let slug = publish(&ada, body).await;
        let path = format!("/publications/{slug}");
        for person in [&stella, &lea, &ada] {
            person.get(&path).await.expect(200);
            assert_eq!(slugs(person, "/publications?q=tilleuls").await, from_ref(&slug));
            let categories = person.get("/publications/categories").await.expect(200).json();
            assert_eq!(categories["items"][0]["name"], "Secret");
            assert_eq!(categories["items"][0]["publication_count"], 1);
        }
        // Marc's group serves Dupont alone.
        for person in [&claire, &marc] {
            let foreign = person.get(&path).await;
            let missing = person.get("/publications/rien").await;
            assert_eq!(foreign.status, 404);
            assert_eq!(foreign.without_request_id(), missing.without_request_id());
            let answer = person.put(&format!("{path}/feedback"), json!({"helpful": true})).await;
            answer.expect_problem("not_found");
            for list in [
                "/publications",
                "/publications?q=tilleuls",
                "/publications?category=Secret",
                "/publications/suggestions?q=tilleuls",
            ] {
                assert!(slugs(person, list).await.is_empty(), "{list}");
            }
            let categories = person.get("/publications/categories").await.expect(200).json();
            assert_eq!(categories["items"], json!([]));
        }
        // Neither says to whom else it is published.
        let read = stella.get(&path).await.expect(200).json();
        assert!(read.get("accounts").is_none());
    }
}

scenario! {
    async fn reader_gets_the_own_language_else_the_original(app: TestApp) {
        let (ada, claire, stella) = (app.ada().await, app.claire().await, app.stella().await);
        let both = publish(&ada, json!({"kind": "article", "texts": [
            {"language": "fr", "title": "Imprimantes", "body_text": "Bourrage"},
            {"language": "en", "title": "Printers", "body_text": "Paper jam"}
        ]})).await;
        let french = publish(&ada, article("Réseau")).await;
        let path = format!("/publications/{both}");
        assert_eq!(claire.get(&path).await.expect(200).json()["title"], "Imprimantes");
        let english = stella.get(&path).await.expect(200).json();
        assert_eq!(english["title"], "Printers");
        assert_eq!(english["languages"], json!(["en", "fr"]));
        let other = stella.get(&format!("/publications/{french}")).await.expect(200).json();
        assert_eq!((&other["title"], &other["language"]), (&json!("Réseau"), &json!("fr")));
        // What is found is what is shown.
        assert_eq!(slugs(&stella, "/publications?q=paper").await, from_ref(&both));
        assert!(slugs(&claire, "/publications?q=paper").await.is_empty());
        assert_eq!(slugs(&claire, "/publications?q=bourr").await, [both]);
        assert_eq!(slugs(&stella, "/publications?q=RESEAU texte").await, [french]);
        assert!(slugs(&stella, "/publications?q=*").await.is_empty());
    }
}

scenario! {
    async fn list_is_the_newest_first_in_pages_and_by_kind_and_pin(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        for number in 1..=5 {
            app.clock.advance(TimeDelta::minutes(1));
            let mut body = article(&format!("Numéro {number}"));
            if number == 3 {
                body["kind"] = json!("announcement");
                body["pinned_until"] = json!(app.app.now() + TimeDelta::minutes(3));
            }
            publish(&ada, body).await;
        }
        let mut seen = Vec::new();
        let mut path = "/publications?limit=2".to_owned();
        loop {
            let page = claire.get(&path).await.expect(200).json();
            assert_eq!(page["total"], 5);
            for item in page["items"].as_array().expect("a list") {
                seen.push(item["slug"].as_str().unwrap_or_default().to_owned());
            }
            match page["next_cursor"].as_str() {
                Some(cursor) => path = format!("/publications?limit=2&cursor={cursor}"),
                None => break,
            }
        }
        assert_eq!(seen, ["numero-5", "numero-4", "numero-3", "numero-2", "numero-1"]);
        assert_eq!(slugs(&claire, "/publications?kind=announcement").await, ["numero-3"]);
        assert_eq!(slugs(&claire, "/publications?pinned=true").await, ["numero-3"]);
        assert_eq!(slugs(&claire, "/publications?pinned=false").await.len(), 4);
        app.clock.advance(TimeDelta::minutes(3));
        assert!(slugs(&claire, "/publications?pinned=true").await.is_empty());
    }
}

scenario! {
    async fn a_subject_finds_what_is_about_it(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let vpn = publish(&ada, article("Installer le VPN")).await;
        let printer = publish(&ada, article("Les imprimantes et le VPN")).await;
        publish(&ada, article("Les congés")).await;
        let ask = async |subject: &str| {
            let path = format!("/publications/suggestions?q={subject}");
            slugs(&claire, &path).await
        };
        assert_eq!(ask("imprimantes bloquées sur VPN").await, [printer.clone(), vpn.clone()]);
        assert_eq!(ask("mon impri").await, [printer]);
        // Words that are in every question, and those of the text alone, find nothing.
        for nothing in ["", "bonjour le", "texte", "%22OR%22*"] {
            assert!(ask(nothing).await.is_empty(), "{nothing}");
        }
        let answer = claire.get("/publications/suggestions?q=vpn&limit=11").await;
        assert_eq!(answer.field_errors(), ["limit: out_of_range"]);
    }
}

scenario! {
    async fn everything_wrong_is_told_at_once_and_nothing_is_kept(app: TestApp) {
        let ada = app.ada().await;
        let body = json!({
            "kind": "poster", "slug": "Ça", "extra": 1, "category": " ", "texts": [
                {"language": "fr", "title": "x", "body_text": "x"},
                {"language": "de", "title": "x"}
            ]
        });
        let answer = ada.post("/publications", body).await;
        let told = answer.field_errors();
        for expected in [
            "/kind: invalid_value",
            "/extra: unknown_field",
            "/category: required",
            "/texts/1/language: invalid_value",
        ] {
            assert!(told.iter().any(|error| error == expected), "{expected} in {told:?}");
        }
        let nobody = "0193a1b2-0000-7000-8000-000000000000";
        let body = json!({
            "kind": "article", "slug": "suggestions", "language": "en", "account_ids": [nobody],
            "texts": [
                {"language": "fr", "title": "x".repeat(161), "body_html": "<script>x</script>"},
                {"language": "fr", "title": " ", "summary": "x".repeat(301),
                 "body_text": "x", "body_html": "<p>x</p>"}
            ]
        });
        let mut told = ada.post("/publications", body).await.field_errors();
        told.sort();
        assert_eq!(told, [
            "/account_ids/0: not_found",
            "/language: invalid_value",
            "/slug: invalid_format",
            "/texts/0/body_html: required",
            "/texts/0/title: too_long",
            "/texts/1/body_text: exactly_one_of",
            "/texts/1/language: repeated",
            "/texts/1/summary: too_long",
            "/texts/1/title: required",
        ]);
        let empty = json!({"kind": "article", "account_ids": [], "texts": []});
        let mut told = ada.post("/publications", empty).await.field_errors();
        told.sort();
        assert_eq!(told, ["/account_ids: required", "/texts: required"]);
        assert!(slugs(&ada, "/publications?state=draft").await.is_empty());
    }
}

scenario! {
    async fn short_names_are_unique_and_stay_or_change_as_wanted(app: TestApp) {
        let ada = app.ada().await;
        assert_eq!(draft(&ada, article("Pare-feu")).await, "pare-feu");
        assert_eq!(draft(&ada, article("Pare feu !")).await, "pare-feu-2");
        let mut body = article("Autre");
        body["slug"] = json!("pare-feu");
        let answer = ada.post("/publications", body.clone()).await;
        assert_eq!(answer.field_errors(), ["/slug: duplicate"]);
        let answer = ada.put("/publications/pare-feu-2", body.clone()).await;
        assert_eq!(answer.field_errors(), ["/slug: duplicate"]);
        // Its own is no duplicate; without one it keeps what it has.
        ada.put("/publications/pare-feu", body).await.expect(200);
        let kept = ada.put("/publications/pare-feu", article("Renommé")).await.expect(200).json();
        assert_eq!(kept["slug"], "pare-feu");
        let mut body = article("Renommé");
        body["slug"] = json!("mur");
        ada.put("/publications/pare-feu", body).await.expect(200);
        ada.get("/publications/pare-feu/source").await.expect_problem("not_found");
        ada.get("/publications/mur/source").await.expect(200);
    }
}

scenario! {
    async fn change_is_for_a_version_and_what_was_said_before_is_kept(app: TestApp) {
        let ada = app.ada().await;
        let slug = publish(&ada, article("Un")).await;
        let path = format!("/publications/{slug}");
        let source = ada.get(&format!("{path}/source")).await.expect(200);
        assert_eq!(source.header("etag"), "\"2\"");
        let request = ada.request(reqwest::Method::PUT, &path);
        let request = request.header("if-match", "\"1\"").json(&article("Deux"));
        ada.send(request).await.expect_problem("version_conflict");
        let changed = ada.put(&path, article("Deux")).await.expect(200).json();
        assert_eq!(changed["version"], 3);
        assert_eq!(changed["state"], "published");
        let versions = ada.get(&format!("{path}/versions?limit=1")).await.expect(200).json();
        assert_eq!(versions["total"], 2);
        assert_eq!(versions["items"][0]["texts"][0]["title"], "Deux");
        assert_eq!(versions["items"][0]["saved_by"]["id"], json!(app.people.ada));
        let cursor = versions["next_cursor"].as_str().expect("more");
        let path = format!("{path}/versions?limit=1&cursor={cursor}");
        let first = ada.get(&path).await.expect(200).json();
        assert_eq!(first["items"][0]["texts"][0]["title"], "Un");
        assert_eq!(first["next_cursor"], json!(null));
    }
}

scenario! {
    async fn pictures_are_seen_by_those_who_read_the_publication(app: TestApp) {
        let (ada, claire, stella) = (app.ada().await, app.claire().await, app.stella().await);
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89";
        let picture = ada.upload_id("plan.png", png).await;
        let foreign = claire.upload_id("autre.png", png).await;
        let body = |picture: &str| json!({
            "kind": "article", "account_ids": [app.people.dupont], "texts": [{
                "language": "fr", "title": "Plan",
                "body_html": format!("<p>Voir</p><img src=\"/api/v1/attachments/{picture}\" alt=\"\">")
            }]
        });
        let answer = ada.post("/publications", body(&foreign)).await;
        assert_eq!(answer.field_errors(), ["/texts/0/body_html: picture_not_found"]);
        let slug = draft(&ada, body(&picture)).await;
        let path = format!("/attachments/{picture}");
        // Who writes it sees it in the draft.
        ada.get(&path).await.expect(200);
        claire.get(&path).await.expect_problem("not_found");
        ada.post(&format!("/publications/{slug}/publish"), json!({})).await.expect(200);
        claire.get(&path).await.expect(200);
        stella.get(&path).await.expect_problem("not_found");
        // It belongs to it now: to no ticket, and nobody deletes it.
        ada.delete(&path).await.expect_problem("attachment_in_use");
        // A change that still shows it keeps it.
        ada.put(&format!("/publications/{slug}"), body(&picture)).await.expect(200);
        ada.post(&format!("/publications/{slug}/withdraw"), json!({})).await.expect(200);
        claire.get(&path).await.expect_problem("not_found");
    }
}

scenario! {
    async fn hostile_html_is_cleaned(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let slug = publish(&ada, json!({"kind": "article", "texts": [{
            "language": "fr", "title": "<b>Titre</b>",
            "body_html": "<h2 id=\"x\">Un</h2><p onclick=\"x()\">Bonjour<script>x()</script>\
                          <a href=\"javascript:x()\">là</a></p>"
        }]})).await;
        let read = claire.get(&format!("/publications/{slug}")).await.expect(200).json();
        let html = read["body_html"].as_str().unwrap_or_default();
        assert!(html.contains("<h2>Un</h2>"), "{html}");
        for gone in ["script", "onclick", "javascript"] {
            assert!(!html.contains(gone), "{html}");
        }
    }
}

scenario! {
    async fn each_reader_says_once_whether_it_helped(app: TestApp) {
        let (ada, claire, stella) = (app.ada().await, app.claire().await, app.stella().await);
        let slug = publish(&ada, article("Aide")).await;
        let path = format!("/publications/{slug}");
        let feedback = format!("{path}/feedback");
        assert_eq!(claire.get(&path).await.expect(200).json()["helpful"], json!(null));
        claire.put(&feedback, json!({"helpful": true})).await.expect(204);
        stella.put(&feedback, json!({"helpful": true})).await.expect(204);
        claire.put(&feedback, json!({"helpful": false})).await.expect(204);
        assert_eq!(claire.get(&path).await.expect(200).json()["helpful"], false);
        let source = ada.get(&format!("{path}/source")).await.expect(200).json();
        assert_eq!((&source["helpful_count"], &source["unhelpful_count"]), (&json!(1), &json!(1)));
        let own = claire.get("/me/export").await.expect(200).json();
        assert_eq!(own["publication_feedback"][0]["slug"], json!(slug));
        assert_eq!(own["publication_feedback"][0]["helpful"], false);
        let answer = claire.put(&feedback, json!({})).await;
        assert_eq!(answer.field_errors(), ["/helpful: required"]);
    }
}

scenario! {
    async fn draft_is_deleted_with_its_picture_and_a_repeated_request_makes_one(app: TestApp) {
        let ada = app.ada().await;
        let post = async || {
            let request = ada.request(reqwest::Method::POST, "/publications");
            let request = request.header("idempotency-key", "une-fois").json(&article("Une fois"));
            ada.send(request).await.expect(201)
        };
        let (first, again) = (post().await, post().await);
        assert_eq!(first.json()["id"], again.json()["id"]);
        assert_eq!(again.header("idempotent-replayed"), "true");
        assert_eq!(first.header("location"), "/api/v1/publications/une-fois");
        ada.delete("/publications/une-fois").await.expect(204);
        ada.get("/publications/une-fois/source").await.expect_problem("not_found");
        ada.delete("/publications/une-fois").await.expect_problem("not_found");
        ada.post("/publications/une-fois/withdraw", json!({})).await.expect_problem("not_found");
        // Nothing was published that could be taken back.
        let slug = draft(&ada, article("Brouillon")).await;
        let answer = ada.post(&format!("/publications/{slug}/withdraw"), json!({})).await;
        answer.expect_problem("invalid_state_transition");
        let audit = ada.get("/audit?action=publication.deleted").await.expect(200).json();
        assert_eq!(audit["total"], 1);
        assert_eq!(audit["items"][0]["details"]["slug"], "une-fois");
    }
}

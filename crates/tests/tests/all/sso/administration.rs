//! Setting providers up, finding them, and what the audit trail tells of them.

use guichet_tests::Person;

use super::*;

scenario! {
    async fn address_leads_to_its_provider_whoever_has_it(app: TestApp) {
        set_up(&app, "dupont", json!({"account_id": app.people.dupont, "domains": ["dupont.example"]}))
            .await;
        set_up(&app, "group", json!({"name": "Groupe"})).await;
        let ask = async |query: &str| {
            app.get(&format!("/api/v1/auth/providers{query}")).await.expect(200).json()
        };
        let group = json!({"items": [{"slug": "group", "name": "Groupe"}]});
        let dupont = json!({"items": [{"slug": "dupont", "name": "Dupont SSO"}]});
        assert_eq!(ask("").await, group);
        for known_or_not in ["claire", "nobody", ""] {
            assert_eq!(ask(&format!("?username={known_or_not}%40Dupont.example")).await, dupont);
        }
        for other in ["stella@tilleuls.example", "nobody", "@", "x@sub.dupont.example"] {
            assert_eq!(ask(&format!("?username={other}")).await, group, "{other}");
        }
    }
}

async fn ada_posts(ada: &Person, changes: Value) -> Answer {
    let mut body = json!({
        "slug": "x", "name": "X", "issuer": "https://id.example", "client_id": "x",
        "client_secret": "hidden-word",
    });
    for (name, value) in changes.as_object().into_iter().flatten() {
        body[name] = value.clone();
    }
    ada.post("/identity-providers", body).await
}

scenario! {
    async fn admin_sets_providers_up_and_never_sees_a_secret_again(app: TestApp) {
        let ada = app.ada().await;
        let made = ada_posts(&ada, json!({"domains": ["@X.example"]})).await.expect(201);
        assert!(!made.text().contains("hidden-word"));
        let made = made.json();
        assert_eq!(made["has_client_secret"], true);
        assert_eq!(made["domains"], json!(["x.example"]));
        assert_eq!(made["scopes"], "openid email profile");
        assert_eq!(made["redirect_uri"], format!("{}/api/v1/auth/sso/x/callback", app.base));
        let path = format!("/identity-providers/{}", made["id"].as_str().expect("an id"));
        let bad = [
            (json!({"slug": "x"}), "/slug", "taken"),
            (json!({"slug": "É t"}), "/slug", "invalid_format"),
            (json!({"slug": "y", "issuer": "http://id.example"}), "/issuer", "invalid_format"),
            (json!({"slug": "y", "scopes": "email"}), "/scopes", "invalid_value"),
            (json!({"slug": "y", "domains": ["x.example"]}), "/domains/0", "taken"),
            (json!({"slug": "y", "domains": ["a.fr", "A.fr"]}), "/domains/1", "repeated"),
            (json!({"slug": "y", "domains": ["*"]}), "/domains/0", "invalid_format"),
            (json!({"slug": "y", "sso_only": true}), "/sso_only", "not_allowed"),
            (json!({"slug": "y", "account_id": "0193a1b2-0000-7000-8000-000000000000"}),
                "/account_id", "not_found"),
        ];
        for (changes, pointer, code) in bad {
            let wrong = ada_posts(&ada, changes).await.expect(422).json();
            assert_eq!(wrong["errors"][0]["pointer"], pointer);
            assert_eq!(wrong["errors"][0]["code"], code, "{pointer}");
        }
        let changed = ada.patch(&path, json!({"name": "Y", "client_secret": null})).await.expect(200).json();
        assert_eq!((&changed["name"], &changed["has_client_secret"]), (&json!("Y"), &json!(false)));
        assert_eq!(changed["domains"], json!(["x.example"]));
        let list = ada.get("/identity-providers").await.expect(200).json();
        assert_eq!(list["items"].as_array().map(Vec::len), Some(1));
        ada.delete(&path).await.expect(204);
        ada.get(&path).await.expect_problem("not_found");
        app.lea().await.get("/identity-providers").await.expect_problem("forbidden");
    }
}

scenario! {
    async fn admin_tries_a_provider(app: TestApp) {
        let set = dupont(&app).await;
        let ada = app.ada().await;
        let path = format!("/identity-providers/{}/test", set.id);
        let shown = ada.post(&path, json!({})).await.expect(200).json();
        assert_eq!(shown, json!({
            "usable": true, "problem": null, "issuer": set.fake.issuer, "keys": 1, "signs_out": true,
        }));
        let plans = [
            (json!({"issuer": "https://other.example"}), "issuer_differs"),
            (json!({"token_endpoint": "http://plain.example/token"}), "not_a_provider"),
            (json!({"response_types_supported": ["id_token"]}), "no_code_flow"),
            (json!({"jwks_uri": format!("{}/nowhere", set.fake.issuer)}), "unreachable"),
        ];
        for (metadata, problem) in plans {
            set.fake.plan().metadata = metadata;
            let shown = ada.post(&path, json!({})).await.expect(200).json();
            assert_eq!((&shown["usable"], &shown["problem"]), (&json!(false), &json!(problem)));
        }
        set.fake.plan().metadata = json!({});
        set.fake.plan().keys = vec![json!({"kty": "oct", "k": "AAAA", "kid": "one"})];
        let shown = ada.post(&path, json!({})).await.expect(200).json();
        assert_eq!(shown["problem"], "no_keys");
    }
}

scenario! {
    async fn audit_trail_tells_who_was_linked_and_what_was_refused(app: TestApp) {
        let set = dupont(&app).await;
        sign_in(&app, &set, json!({})).await.expect(303);
        refused(&sign_in(&app, &set, json!({"nonce": "x"})).await, "another nonce");
        let told = app.ada().await.get("/audit?limit=4").await.expect(200).json();
        let action = |at: usize| told["items"][at]["action"].clone();
        let at = (0..4).find(|at| action(*at) == "sso.refused").expect("it is told");
        assert_eq!(told["items"][at]["details"], json!({"reason": "not_believed"}));
        assert_eq!(told["items"][at]["target"]["id"], json!(set.id));
        assert_eq!(told["items"][at]["actor"]["kind"], "anonymous");
        assert_eq!(action(at + 1), "session.sign_in");
        assert_eq!(action(at + 2), "identity.linked");
        assert_eq!(told["items"][at + 2]["target"]["id"], json!(app.people.claire));
    }
}

scenario! {
    async fn audit_trail_is_not_filled_by_answers_that_nobody_asked_for(app: TestApp) {
        let set = dupont(&app).await;
        for number in 0..25 {
            let query = format!("state={number}&code=x");
            call_back(&app, &set.slug, None, &query).await;
        }
        let told = app.ada().await.get("/audit?action=sso.refused").await.expect(200).json();
        assert_eq!(told["total"], 20);
    }
}

scenario! {
    async fn another_issuer_knows_nobody_yet(app: TestApp) {
        let set = dupont(&app).await;
        sign_in(&app, &set, json!({})).await.expect(303);
        let key = Key::new("one");
        let other = FakeProvider::start(&key);
        let path = format!("/identity-providers/{}", set.id);
        app.ada().await.patch(&path, json!({"issuer": other.issuer})).await.expect(200);
        let moved = Set { fake: other, key, slug: set.slug, id: set.id };
        // The same name of another issuer is another person.
        let denis = json!({"email": "denis@dupont.example"});
        let answer = sign_in(&app, &moved, denis).await.expect(303);
        assert_eq!(who(&app, &answer).await["id"], json!(app.people.denis));
    }
}

//! The signed-in person's own things.

use guichet_tests::{TestApp, json, scenario};

scenario! {
    async fn profile_is_changed_field_by_field(app: TestApp) {
        let claire = app.claire().await;
        let me = claire.patch("/me", json!({"language": "en"})).await.expect(200).json();
        assert_eq!((&me["language"], &me["first_name"]), (&json!("en"), &json!("Claire")));
        let bad = json!({"time_zone": "Europe/Atlantide", "first_name": " ", "role": "admin"});
        let answer = claire.patch("/me", bad).await;
        assert_eq!(answer.field_errors(), ["/role: unknown_field"]);
        let bad = json!({"time_zone": "Europe/Atlantide", "first_name": " "});
        let answer = claire.patch("/me", bad).await;
        assert_eq!(answer.field_errors(), ["/first_name: required", "/time_zone: invalid_value"]);
        let zone = json!({"time_zone": "Indian/Reunion", "last_name": "Le Fèvre"});
        let me = claire.patch("/me", zone).await.expect(200).json();
        assert_eq!(me["name"], "Claire Le Fèvre");
    }
}

scenario! {
    async fn drafts_are_kept_for_their_writer_alone(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let path = "/me/drafts/new-ticket";
        claire.get(path).await.expect_problem("not_found");
        let draft = json!({"content": {"subject": "À moitié"}});
        claire.put(path, draft).await.expect(200);
        let kept = claire.get(path).await.expect(200).json();
        assert_eq!(kept["content"]["subject"], "À moitié");
        denis.get(path).await.expect_problem("not_found");
        let large = json!({"content": {"subject": "x".repeat(300_000)}});
        let answer = claire.put(path, large).await;
        assert_eq!(answer.field_errors(), ["/content: too_long"]);
        claire.delete(path).await.expect(204);
        claire.get(path).await.expect_problem("not_found");
        claire.delete(path).await.expect(204);
    }
}

//! The export.

use guichet_tests::{TestApp, json, scenario};

scenario! {
    async fn csv_has_what_the_filters_show_and_no_formula(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        claire.file_ticket("=HYPERLINK(\"https://evil.example\")").await;
        let started = claire.file_ticket("Panne d'été").await;
        lea.act(&started, "start", json!({})).await;
        let answer = claire.get("/tickets/export?format=csv").await.expect(200);
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        assert!(answer.header("content-disposition").contains("tickets-2026-03-17.csv"));
        let csv = answer.text();
        let lines: Vec<&str> = csv.trim_start_matches('\u{feff}').lines().collect();
        assert_eq!(
            lines.first().copied(),
            Some("Numéro,Compte,Contact,État,Brève description,Motif de la mise en attente,\
                  Priorité,Description,Affecté à,Référence interne,Créé,Mis à jour")
        );
        assert_eq!(lines.len(), 3);
        assert!(csv.contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\""), "{csv}");
        assert!(csv.contains("En cours,Panne d'été,,5 - Planification"), "{csv}");
        assert!(csv.contains("2026-03-17 15:00:00"), "the reader's time zone: {csv}");
        let filtered = claire.get("/tickets/export?format=csv&state=open").await.expect(200).text();
        assert_eq!(filtered.lines().count(), 2);
        let english = claire
            .send(
                claire
                    .request(reqwest::Method::GET, "/tickets/export?format=csv")
                    .header("accept-language", "en"),
            )
            .await
            .expect(200)
            .text();
        assert!(english.contains("Number,Account,Contact,State"), "{english}");
    }
}

scenario! {
    async fn workbook_is_the_default(app: TestApp) {
        let claire = app.claire().await;
        claire.file_ticket("Panne").await;
        let answer = claire.get("/tickets/export").await.expect(200);
        assert_eq!(
            answer.header("content-type"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        );
        assert!(answer.bytes.starts_with(b"PK\x03\x04"));
        let answer = claire.get("/tickets/export?limit=5&format=pdf").await;
        assert_eq!(answer.field_errors(), ["format: invalid_value"]);
        let answer = claire.get("/tickets/export?limit=5").await;
        assert_eq!(answer.field_errors(), ["limit: unknown_parameter"]);
    }
}

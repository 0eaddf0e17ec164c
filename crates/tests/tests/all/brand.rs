//! The supplier as its mails show it.

use guichet_tests::{TestApp, Value, json, scenario};

/// A picture of one pixel.
const PNG: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";

fn body(changes: &Value) -> Value {
    let mut body = json!({
        "name": "Soleil SA", "address": "2 quai du Port, Marseille", "sender_name": "Aide Soleil",
        "sender_address": "aide@soleil.example", "logo": PNG,
        "footer": "Ouvert de 8 h à 18 h\nNumérotez <b>bien</b>",
        "links": [{"label": "Mentions", "url": "https://soleil.example/m?a=1&b=2"}],
        "colours": {"header": "#ffffff", "header_text": "#202020", "spark": "#ff8800",
                    "accent": "#7a2e00", "accent_text": "#ffffff", "accent_dark": "#ffb080",
                    "accent_dark_text": "#201000"}
    });
    for (name, value) in changes.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

scenario! {
    async fn mails_show_the_brand_from_the_moment_that_an_admin_changes_it(app: TestApp) {
        let (claire, ada) = (app.claire().await, app.ada().await);
        let before = ada.get("/settings/brand").await.expect(200).json();
        assert_eq!((&before["name"], &before["logo"]), (&json!("Heliaq"), &Value::Null));
        let number = claire.file_ticket("Panne").await;
        let old = app.take_mails().await.remove(0);
        let put = ada.put("/settings/brand", body(&json!({}))).await.expect(200).json();
        assert_eq!(ada.get("/settings/brand").await.expect(200).json(), put);
        assert_eq!((&put["links"][0]["label"], &put["colours"]["accent"]), (&json!("Mentions"), &json!("#7a2e00")));
        app.lea().await.comment(&number, "Bonjour").await;
        let mail = app.take_mails().await.remove(0);
        assert_eq!((mail.from_name.as_str(), mail.from_address.as_str()), ("Aide Soleil", "aide@soleil.example"));
        assert!(mail.html.contains("#7a2e00") && !mail.html.contains("#0a5f80"));
        assert!(mail.html.contains("src=\"cid:logo@brand.guichet\" width=\"34\" height=\"34\" alt=\"Soleil SA\""));
        assert!(mail.html.contains("Numérotez &lt;b&gt;bien&lt;/b&gt;"));
        assert!(mail.html.contains("href=\"https://soleil.example/m?a=1&amp;b=2\""));
        for line in ["Soleil SA", "2 quai du Port, Marseille", "Ouvert de 8 h à 18 h", " - Aide Soleil"] {
            assert!(mail.text.contains(line), "{line}: {}", mail.text);
        }
        assert!(mail.text.contains("Mentions : https://soleil.example/m?a=1&b=2"), "{}", mail.text);
        assert!(mail.references.contains(&old.message_id), "the thread goes on");
        assert_eq!((mail.list_id, mail.reply_to.map(|to| to.ends_with("@heliaq.example"))), (old.list_id, Some(true)));
        let sent = String::from_utf8(mail.logo.map(|logo| logo.bytes().to_vec()).expect("a logo")[1..4].to_vec());
        assert_eq!(sent.as_deref(), Ok("PNG"));
        let plain = json!({"logo": null, "footer": null, "links": [], "colours": null, "address": " "});
        let put = ada.put("/settings/brand", body(&plain)).await.expect(200).json();
        assert_eq!((&put["footer"], &put["colours"]), (&Value::Null, &before["colours"]));
        app.lea().await.comment(&number, "Encore").await;
        let mail = app.take_mails().await.remove(0);
        assert!(mail.logo.is_none() && !mail.html.contains("cid:") && !mail.text.contains("quai"));
    }
}

scenario! {
    async fn brand_that_cannot_be_read_or_sent_is_refused_with_every_reason(app: TestApp) {
        let ada = app.ada().await;
        let pale = json!({"header": "#ffffff", "header_text": "#dddddd", "spark": "orange",
            "accent": "#ffee00", "accent_text": "#ffffff", "accent_dark": "#333333",
            "accent_dark_text": "#222222"});
        let bad = json!({"name": " ", "sender_name": "Aide\r\nBcc: x@y.example", "colours": pale.clone(),
            "sender_address": "aide@soleil.example\r\nBcc: x@y.example", "logo": "data:image/png;base64,PHN2Zz4=",
            "links": [{"label": "x", "url": "javascript:alert(1)"}]});
        let answer = ada.put("/settings/brand", body(&bad)).await;
        assert_eq!(answer.field_errors(), [
            "/name: required", "/sender_name: invalid_value", "/colours/spark: invalid_format",
            "/links/0/url: invalid_value", "/sender_address: invalid_format", "/logo: invalid_format",
        ]);
        let mut pale = pale;
        pale["spark"] = json!("#ff8800");
        let answer = ada.put("/settings/brand", body(&json!({"colours": pale}))).await;
        assert_eq!(answer.field_errors(), [
            "/colours/header_text: low_contrast", "/colours/accent: low_contrast",
            "/colours/accent_text: low_contrast", "/colours/accent_dark: low_contrast",
            "/colours/accent_dark_text: low_contrast",
        ]);
        let name = ada.get("/settings/brand").await.expect(200).json()["name"].clone();
        assert_eq!(name, "Heliaq", "nothing of it was kept");
    }
}

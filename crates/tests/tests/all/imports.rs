//! Contacts and configuration items as files: out, in, and all that can be wrong on the way in.

use chrono::TimeDelta;
use guichet_tests::{Answer, Person, TestApp, Value, json, scenario};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

/// Sends a file to be read in; `path` with its query.
async fn import(person: &Person, path: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let part = Part::bytes(bytes.into()).file_name("import");
    let form = Form::new().part("file", part);
    person
        .send(person.request(Method::POST, path).multipart(form))
        .await
}

const DRY: &str = "/contacts/import";
const REAL: &str = "/contacts/import?dry_run=false";

/// `row column code` of every wrong cell of a dry run.
fn wrong(report: &Value) -> Vec<String> {
    let errors = report["errors"].as_array().expect("a list");
    errors
        .iter()
        .map(|error| {
            assert!(
                !error["detail"].as_str().unwrap_or_default().is_empty(),
                "{error}"
            );
            let word = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
            format!("{} {} {}", error["row"], word("column"), word("code"))
        })
        .collect()
}

fn counts(report: &Value) -> [u64; 4] {
    ["rows", "created", "updated", "unchanged"]
        .map(|name| report[name].as_u64().unwrap_or(u64::MAX))
}

async fn total(person: &Person, path: &str) -> u64 {
    person.get(path).await.expect(200).json()["total"]
        .as_u64()
        .expect("a number")
}

scenario! {
    async fn dry_run_writes_nothing_and_the_run_all_of_it(app: TestApp) {
        let ada = app.ada().await;
        let file = "\u{feff}Prénom;Nom;E-mail;Compte;Rôle;Voit tous les tickets du compte;Langue\r\n\
            Nadia;Besson;Nadia@Dupont.example;menuiserie dupont;Administrateur du compte;Oui;Anglais\r\n\
            ;Leroy;claire@dupont.example;;;oui;\r\n\
            Denis;Marchand;denis@dupont.example;Menuiserie Dupont;Contact;;\r\n";
        let file = file.replace("Anglais", "English");
        let report = import(&ada, DRY, file.clone()).await.expect(200).json();
        assert_eq!(wrong(&report), [""; 0]);
        assert_eq!((report["dry_run"].clone(), counts(&report)), (json!(true), [3, 1, 1, 1]));
        assert_eq!(total(&ada, "/contacts").await, 4);
        let report = import(&ada, REAL, file.clone()).await.expect(200).json();
        assert_eq!((report["dry_run"].clone(), counts(&report)), (json!(false), [3, 1, 1, 1]));
        let found = ada.get("/contacts?q=nadia").await.json();
        let nadia = &found["items"][0];
        assert_eq!(
            [&nadia["email"], &nadia["role"], &nadia["language"], &nadia["account"]["name"]],
            ["nadia@dupont.example", "account_admin", "en", "Menuiserie Dupont"]
        );
        let claire = ada.get(&format!("/contacts/{}", app.people.claire)).await.json();
        assert_eq!(claire["name"], "Claire Leroy");
        assert_eq!(claire["sees_account_tickets"], true);
        // The same file again finds all of it there.
        let report = import(&ada, REAL, file).await.expect(200).json();
        assert_eq!(counts(&report), [3, 0, 0, 3]);
        let trail = ada.get("/audit?action=directory.imported").await.expect(200).json();
        assert_eq!(trail["items"][1]["details"]["created"], 1);
    }
}

scenario! {
    async fn every_kind_of_bad_row_is_listed_and_nothing_is_written(app: TestApp) {
        let ada = app.ada().await;
        let long = "x".repeat(101);
        let file = format!(
            "first_name,last_name,email,account,role,sees_account_tickets,language,time_zone,active\n\
             Nadia,Besson,nadia@dupont.example,Menuiserie Dupont,,,,,\n\
             ,Besson,nadia,Menuiserie Dupont,,,,,\n\
             Nadia,Besson,,Menuiserie Dupont,,,,,\n\
             \n\
             Nadia,Besson,NADIA@dupont.example,Menuiserie Dupont,,,,,\n\
             Nadia,Besson,n2@dupont.example,Atlantide,,,,,\n\
             Nadia,Besson,n3@dupont.example,,,,,,\n\
             Nadia,Besson,lea@heliaq.example,Menuiserie Dupont,,,,,\n\
             Stella,Martin,stella@tilleuls.example,Menuiserie Dupont,,,,,\n\
             Nadia,Besson,n4@dupont.example,Menuiserie Dupont,boss,perhaps,Klingon,Mars/Base,?\n\
             {long},Besson,n5@dupont.example,Menuiserie Dupont,admin,,,,\n"
        );
        let expected = [
            "3 email invalid_format", "3 first_name required", "4 email required",
            "6 email repeated", "7 account not_found", "8 account required",
            "9 email duplicate", "10 account not_allowed", "11 role invalid_value",
            "11 language invalid_value", "11 sees_account_tickets invalid_value",
            "11 active invalid_value", "11 time_zone invalid_value", "12 first_name too_long",
            "12 role invalid_value",
        ];
        let report = import(&ada, DRY, file.clone()).await.expect(200).json();
        assert_eq!(wrong(&report), expected);
        assert_eq!(counts(&report), [10, 1, 0, 0]);
        let refused = import(&ada, REAL, file).await.field_errors();
        assert_eq!(refused.len(), expected.len());
        assert_eq!(refused[0], "/rows/3/email: invalid_format");
        assert_eq!(total(&ada, "/contacts").await, 4, "all or nothing");
    }
}

scenario! {
    async fn headings_must_be_known_and_there_once(app: TestApp) {
        let ada = app.ada().await;
        let report = import(&ada, DRY, "Prénom,Nom,Prenom,Téléphone\nA,B,C,D\n").await.expect(200);
        assert_eq!(
            wrong(&report.json()),
            ["1 first_name repeated", "1 Téléphone unknown_column", "1 email required"]
        );
        let report = import(&ada, "/configuration-items/import", "Compte;Actif\n").await.json();
        assert_eq!(wrong(&report), ["1 name required"]);
    }
}

scenario! {
    async fn account_admin_reads_in_the_own_account_only(app: TestApp) {
        let paul = app.paul().await;
        let file = b"Pr\xe9nom;Nom;E-mail;Compte\r\n\
            Zo\xe9;Durand;zoe@dupont.example;\r\n\
            Stella;Martin;stella@tilleuls.example;\r\n\
            Nora;Weiss;nora@tilleuls.example;Clinique des Tilleuls\r\n\
            L\xe9a;Bernard;lea@heliaq.example;Menuiserie Dupont\r\n";
        let report = import(&paul, DRY, *file).await.expect(200).json();
        assert_eq!(
            wrong(&report),
            ["3 email duplicate", "4 account not_found", "5 email duplicate"]
        );
        let own = b"Pr\xe9nom;Nom;E-mail\r\nZo\xe9;Durand;zoe@dupont.example\r\n";
        import(&paul, REAL, *own).await.expect(200);
        let found = paul.get("/contacts?q=zoe").await.json();
        assert_eq!(found["items"][0]["name"], "Zoé Durand");
        assert_eq!(found["items"][0]["account"]["name"], "Menuiserie Dupont");
        // They neither lock themselves out, nor leave invitations unsent.
        let own = "email,active\npaul@dupont.example,non\n";
        let report = import(&paul, DRY, own).await.json();
        assert_eq!(wrong(&report), ["2 active not_allowed"]);
        let answer = import(&paul, "/contacts/import?send_invitations=false", own).await;
        assert_eq!(answer.field_errors(), ["send_invitations: not_allowed"]);
        let path = "/configuration-items/import";
        import(&paul, path, own).await.expect_problem("forbidden");
        paul.get("/configuration-items/export").await.expect_problem("forbidden");
        for person in [app.claire().await, app.lea().await] {
            import(&person, DRY, own).await.expect_problem("forbidden");
        }
    }
}

scenario! {
    async fn deactivation_by_a_file_ends_sessions_at_once(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        claire.get("/me").await.expect(200);
        let file = "E-mail;Actif\nclaire@dupont.example;Non\n";
        import(&ada, REAL, file).await.expect(200);
        claire.get("/me").await.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn what_is_exported_is_read_in_again_unchanged(app: TestApp) {
        let ada = app.ada().await;
        let change = json!({"first_name": "=cmd|' /C calc'!A0", "last_name": "+Lefèvre;\"x\""});
        ada.patch(&format!("/contacts/{}", app.people.claire), change).await.expect(200);
        for (format, language) in [("csv", "fr"), ("csv", "en"), ("xlsx", "fr"), ("xlsx", "en")] {
            let path = format!("/contacts/export?format={format}");
            let request =
                ada.request(Method::GET, &path).header("accept-language", language);
            let file = ada.send(request).await.expect(200);
            let name = format!("contacts-2026-03-17.{format}");
            assert!(file.header("content-disposition").contains(&name));
            if format == "csv" {
                let text = file.text();
                assert!(text.contains("'=cmd|' /C calc'!A0,\"'+Lefèvre;\"\"x\"\"\""), "{text}");
            }
            let report = import(&ada, DRY, file.bytes).await.expect(200).json();
            assert_eq!(wrong(&report), [""; 0], "{format} {language}");
            assert_eq!(counts(&report), [4, 0, 0, 4], "{format} {language}");
        }
        // An account admin's has the own account's, and filters count.
        let file = app.paul().await.get("/contacts/export?format=csv").await.expect(200).text();
        assert!(file.contains("denis@dupont.example") && !file.contains("stella"), "{file}");
        let file = ada.get("/contacts/export?format=csv&q=stella").await.expect(200).text();
        assert_eq!(file.lines().count(), 2);
        let answer = ada.get("/contacts/export?limit=5").await;
        assert_eq!(answer.field_errors(), ["limit: unknown_parameter"]);
        let trail = ada.get("/audit?action=directory.exported").await.json();
        assert_eq!(trail["total"], 6);
    }
}

scenario! {
    async fn configuration_items_go_out_and_come_in(app: TestApp) {
        let ada = app.ada().await;
        let file = "Account,Item name,Kind,Active\n\
            menuiserie dupont,SRV-DUPONT-02,server,\n\
            Menuiserie Dupont,srv-dupont-01,Serveur,no\n\
            Clinique des Tilleuls,LIGNE-0556,,\n";
        let path = "/configuration-items/import?dry_run=false";
        let report = import(&ada, path, file).await.expect(200).json();
        assert_eq!(counts(&report), [3, 1, 1, 1]);
        let item = ada.get(&format!("/configuration-items/{}", app.people.server)).await.json();
        assert_eq!((&item["kind"], &item["active"]), (&json!("Serveur"), &json!(false)));
        let file = ada.get("/configuration-items/export").await.expect(200);
        let report = import(&ada, path, file.bytes).await.expect(200).json();
        assert_eq!(counts(&report), [3, 0, 0, 3]);
        let bad = "Account,Item name,Kind,Active\n\
            Menuiserie Dupont,A,,\n\
            ,B,x,\n\
            Atlantide,C,x,perhaps\n\
            Menuiserie Dupont,D,x,\n\
            Menuiserie Dupont,d,x,\n\
            Menuiserie Dupont,,x,\n";
        let report = import(&ada, "/configuration-items/import", bad).await.json();
        assert_eq!(
            wrong(&report),
            [
                "2 kind required", "3 account required", "4 active invalid_value",
                "4 account not_found", "6 name repeated", "7 name required",
            ]
        );
        let answer = import(&ada, path, bad).await;
        assert_eq!(answer.field_errors().len(), 6);
    }
}

scenario! {
    async fn files_that_are_none_or_too_much_are_refused(app: TestApp) {
        let ada = app.ada().await;
        assert_eq!(import(&ada, DRY, "").await.field_errors(), ["/file: empty_file"]);
        for bytes in [&b"PK\x03\x04 no archive"[..], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0"] {
            assert_eq!(import(&ada, DRY, bytes).await.field_errors(), ["/file: invalid_format"]);
        }
        let rows = format!("E-mail\n{}", "a@b.example\n".repeat(10_001));
        assert_eq!(import(&ada, DRY, rows).await.field_errors(), ["/file: too_many"]);
        let large = vec![b'x'; 5 * 1024 * 1024 + 1];
        import(&ada, DRY, large).await.expect_problem("file_too_large");
        let form = Form::new()
            .part("file", Part::bytes(&b"E-mail\n"[..]).file_name("a"))
            .part("file", Part::bytes(&b"E-mail\n"[..]).file_name("b"));
        let answer = ada.send(ada.request(Method::POST, DRY).multipart(form)).await;
        answer.expect_problem("too_many_files");
        let form = Form::new().text("fichier", "x");
        let answer = ada.send(ada.request(Method::POST, DRY).multipart(form)).await;
        assert_eq!(answer.field_errors(), ["/fichier: unknown_field"]);
        let answer = ada.send(ada.request(Method::POST, DRY).multipart(Form::new())).await;
        assert!(answer.status == 422 || answer.status == 400, "{}", answer.text());
    }
}

/// Whom the invitations that went out are to.
async fn invited(app: &TestApp) -> Vec<String> {
    let mails = app.take_mails().await.into_iter();
    let invitations = mails.filter(|mail| mail.kind == "invitation");
    let mut to: Vec<String> = invitations.map(|mail| mail.to_address).collect();
    to.sort();
    to
}

scenario! {
    async fn new_contacts_of_a_file_are_invited_once_and_only_when_it_is_written(app: TestApp) {
        let ada = app.ada().await;
        let file = "first_name,last_name,email,account,active\n\
            Nadia,Besson,nadia@dupont.example,Menuiserie Dupont,\n\
            Omar,Besson,omar@dupont.example,Menuiserie Dupont,\n\
            Rose,Besson,rose@dupont.example,Menuiserie Dupont,non\n\
            Claire,Leroy,claire@dupont.example,,\n";
        let report = import(&ada, DRY, file).await.expect(200).json();
        assert_eq!((counts(&report), &report["invited"]), ([4, 3, 1, 0], &json!(2)));
        assert_eq!(invited(&app).await, [""; 0]);
        let wrong = format!("{file}Nobody,Besson,nobody,Menuiserie Dupont,\n");
        import(&ada, REAL, wrong).await.expect(422);
        assert_eq!(invited(&app).await, [""; 0]);
        let report = import(&ada, REAL, file).await.expect(200).json();
        assert_eq!((counts(&report), &report["invited"]), ([4, 3, 1, 0], &json!(2)));
        let expected = ["nadia@dupont.example", "omar@dupont.example"];
        assert_eq!(invited(&app).await, expected);
        // Known by now, however often the file comes, and whatever it changes.
        let report = import(&ada, REAL, file).await.expect(200).json();
        assert_eq!(report["invited"], 0);
        let changed = file.replace("Omar,Besson", "Omar,Diallo").replace(",non", ",oui");
        let report = import(&ada, REAL, changed).await.expect(200).json();
        assert_eq!((counts(&report), &report["invited"]), ([4, 0, 2, 2], &json!(0)));
        assert_eq!(invited(&app).await, [""; 0]);
        let told = ada.get("/audit?action=person.invited").await.expect(200).json();
        assert_eq!(told["total"], 2);
    }
}

scenario! {
    async fn admin_may_leave_the_invitations_of_a_file_for_later(app: TestApp) {
        let ada = app.ada().await;
        let file = "first_name,last_name,email,account\n\
            Nadia,Besson,nadia@dupont.example,Menuiserie Dupont\n";
        for path in [DRY, REAL] {
            let sign = if path.contains('?') { '&' } else { '?' };
            let path = format!("{path}{sign}send_invitations=false");
            let report = import(&ada, &path, file).await.expect(200).json();
            assert_eq!((&report["created"], &report["invited"]), (&json!(1), &json!(0)));
        }
        assert_eq!(invited(&app).await, [""; 0]);
        let found = ada.get("/contacts?q=nadia").await.json();
        assert_eq!(found["items"][0]["invitation_pending"], true);
        let id = found["items"][0]["id"].as_str().expect("an id");
        ada.post(&format!("/contacts/{id}/invite"), json!({})).await.expect(202);
        assert_eq!(invited(&app).await, ["nadia@dupont.example"]);
    }
}

scenario! {
    async fn dry_run_tells_an_account_admin_of_few_people_of_others(app: TestApp) {
        let (ada, paul) = (app.ada().await, app.paul().await);
        let rows = |from: u32, to: u32, account: &str| {
            let row = |number| format!("A,B,p{number}@tilleuls.example,{account}\n");
            let rows: String = (from..to).map(row).collect();
            format!("first_name,last_name,email,account\n{rows}")
        };
        let path = "/contacts/import?dry_run=false&send_invitations=false";
        import(&ada, path, rows(0, 60, "Clinique des Tilleuls")).await.expect(200);
        for _ in 0..3 {
            let report = import(&paul, DRY, rows(0, 15, "")).await.expect(200).json();
            assert_eq!(wrong(&report).len(), 15);
            assert_eq!(wrong(&report)[0], "2 email duplicate");
        }
        // Too many of them, and nothing is told of any.
        import(&paul, DRY, rows(10, 60, "")).await.expect_problem("rate_limited");
        import(&paul, DRY, rows(60, 61, "")).await.expect_problem("rate_limited");
        import(&paul, REAL, rows(60, 61, "")).await.expect_problem("rate_limited");
        app.clock.advance(TimeDelta::minutes(61));
        let paul = app.paul().await;
        import(&paul, REAL, rows(30, 60, "")).await.expect_problem("rate_limited");
        app.clock.advance(TimeDelta::minutes(61));
        let paul = app.paul().await;
        import(&paul, REAL, rows(60, 61, "")).await.expect(200);
    }
}

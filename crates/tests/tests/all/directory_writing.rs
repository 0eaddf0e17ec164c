//! Accounts, agents, groups and configuration items, entered and changed by admins.

use guichet_tests::{TestApp, Value, json, scenario};

const NOBODY: &str = "0193a1b2-0000-7000-8000-000000000000";

fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("an id")
}

scenario! {
    async fn account_is_entered_changed_and_taken_out_of_use(app: TestApp) {
        let ada = app.ada().await;
        let answer = ada.post("/accounts", json!({"name": " Mairie de Sauve "})).await.expect(201);
        let account = answer.json();
        assert_eq!(answer.header("location"), format!("/api/v1/accounts/{}", id(&account)));
        let fields = [&account["name"], &account["time_zone"]];
        assert_eq!(fields, ["Mairie de Sauve", "Europe/Paris"]);
        // A name is taken whatever its case and accents.
        let answer = ada.post("/accounts", json!({"name": "MAIRIE DE SAUVÉ"})).await;
        assert_eq!(answer.field_errors(), ["/name: duplicate"]);
        let answer = ada.post("/accounts", json!({"name": "", "time_zone": "Nîmes"})).await;
        assert_eq!(answer.field_errors(), ["/name: required", "/time_zone: invalid_value"]);
        let path = format!("/accounts/{}", id(&account));
        let change = json!({"name": "Mairie de Sauve (30)"});
        let changed = ada.patch(&path, change.clone()).await.expect(200).json();
        assert_eq!(changed["name"], "Mairie de Sauve (30)");
        assert_eq!(ada.patch(&path, change).await.expect(200).json(), changed);
        let answer = ada.patch(&path, json!({"name": null, "time_zone": "x"})).await;
        assert_eq!(answer.field_errors(), ["/name: required", "/time_zone: invalid_value"]);
        let answer = ada.patch(&path, json!({"name": "Menuiserie Dupont"})).await;
        assert_eq!(answer.field_errors(), ["/name: duplicate"]);
        ada.patch(&format!("/accounts/{NOBODY}"), json!({})).await.expect_problem("not_found");
        let gone = ada.post(&format!("{path}/deactivate"), Value::Null).await.expect(200).json();
        assert_eq!(gone["active"], false);
        assert_eq!(ada.get("/accounts?active=false").await.json()["total"], 1);
        let back = ada.post(&format!("{path}/reactivate"), Value::Null).await.expect(200).json();
        assert_eq!(back, changed);
    }
}

scenario! {
    async fn account_out_of_use_files_no_tickets_and_sees_those_it_has(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let number = claire.file_ticket("Panne").await;
        let path = format!("/accounts/{}/deactivate", app.people.dupont);
        ada.post(&path, Value::Null).await.expect(200);
        let body = json!({"subject": "x", "description_text": "x", "impact": 3, "urgency": 3});
        let answer = claire.post("/tickets", body).await;
        assert_eq!(answer.field_errors(), ["/account_id: not_allowed"]);
        claire.comment(&number, "Et celui-ci ?").await;
        let body = json!({
            "first_name": "N", "last_name": "B", "email": "n@x.example",
            "account_id": app.people.dupont,
        });
        let answer = ada.post("/contacts", body).await;
        assert_eq!(answer.field_errors(), ["/account_id: not_allowed"]);
    }
}

scenario! {
    async fn agent_is_entered_with_groups_and_sees_what_they_serve(app: TestApp) {
        let ada = app.ada().await;
        let body = json!({
            "first_name": "Nora", "last_name": "Weiss", "email": "nora@heliaq.example",
            "role": "agent", "group_ids": [app.people.infrastructure], "language": "en",
        });
        let agent = ada.post("/agents", body).await.expect(201).json();
        assert_eq!(agent["groups"][0]["name"], "CDS - Infrastructure");
        assert_eq!([&agent["language"], &agent["role"]], ["en", "agent"]);
        let path = format!("/agents/{}", id(&agent));
        let body = json!({"role": "admin", "group_ids": null});
        let changed = ada.patch(&path, body).await.expect(200).json();
        assert_eq!((&changed["role"], &changed["groups"]), (&json!("admin"), &json!([])));
        let body = json!({
            "first_name": "N", "last_name": "W", "email": "claire@dupont.example",
            "role": "contact", "group_ids": [app.people.supervision, NOBODY],
        });
        assert_eq!(
            ada.post("/agents", body).await.field_errors(),
            ["/email: duplicate", "/role: not_allowed", "/group_ids/1: not_found"]
        );
        // A contact is no agent, and stays one.
        let path = format!("/agents/{}", app.people.claire);
        ada.patch(&path, json!({"role": "admin"})).await.expect_problem("not_found");
        let count = async |query: &str| {
            ada.get(&format!("/agents?{query}")).await.expect(200).json()["total"].clone()
        };
        assert_eq!(count("role=admin").await, 2);
        assert_eq!(count(&format!("group_id={}", app.people.supervision)).await, 2);
        assert_eq!(count("q=weiss&active=true").await, 1);
    }
}

scenario! {
    async fn groups_of_an_agent_hold_at_once(app: TestApp) {
        let (ada, marc, stella) = (app.ada().await, app.marc().await, app.stella().await);
        let path = format!("/tickets/{}", stella.file_ticket("Panne").await);
        marc.get(&path).await.expect_problem("not_found");
        let group = format!("/assignment-groups/{}", app.people.infrastructure);
        let body = json!({"account_ids": [app.people.dupont, app.people.tilleuls]});
        let changed = ada.patch(&group, body).await.expect(200).json();
        assert_eq!(changed["accounts"].as_array().map(Vec::len), Some(2));
        marc.get(&path).await.expect(200);
        ada.patch(&group, json!({"account_ids": [app.people.dupont]})).await.expect(200);
        marc.get(&path).await.expect_problem("not_found");
        let agent = format!("/agents/{}", app.people.marc);
        ada.patch(&agent, json!({"group_ids": [app.people.supervision]})).await.expect(200);
        marc.get(&path).await.expect(200);
    }
}

scenario! {
    async fn last_active_admin_stays_one(app: TestApp) {
        let ada = app.ada().await;
        let own = format!("/agents/{}", ada.id);
        ada.patch(&own, json!({"role": "agent"})).await.expect_problem("last_admin");
        ada.post(&format!("{own}/deactivate"), Value::Null).await.expect_problem("not_yourself");
        let lea = format!("/agents/{}", app.people.lea);
        ada.patch(&lea, json!({"role": "admin"})).await.expect(200);
        let lea_herself = app.lea().await;
        ada.patch(&own, json!({"role": "agent"})).await.expect(200);
        ada.patch(&own, json!({})).await.expect_problem("forbidden");
        // Now it is Léa who is the last.
        lea_herself.patch(&lea, json!({"role": "agent"})).await.expect_problem("last_admin");
        lea_herself.patch(&own, json!({"role": "admin"})).await.expect(200);
        ada.post(&format!("{lea}/deactivate"), Value::Null).await.expect(200);
        lea_herself.get("/me").await.expect_problem("unauthenticated");
    }
}

scenario! {
    async fn two_admins_who_demote_each_other_leave_one(app: TestApp) {
        let ada = app.ada().await;
        let lea = format!("/agents/{}", app.people.lea);
        ada.patch(&lea, json!({"role": "admin"})).await.expect(200);
        let lea_herself = app.lea().await;
        let own = format!("/agents/{}", ada.id);
        let (first, second) = tokio::join!(
            ada.patch(&lea, json!({"role": "agent"})),
            lea_herself.patch(&own, json!({"role": "agent"})),
        );
        let granted = [first.status, second.status].iter().filter(|s| **s == 200).count();
        assert_eq!(granted, 1, "{} {}", first.status, second.status);
    }
}

scenario! {
    async fn two_admins_who_deactivate_each_other_leave_one(app: TestApp) {
        let ada = app.ada().await;
        let lea = format!("/agents/{}", app.people.lea);
        ada.patch(&lea, json!({"role": "admin"})).await.expect(200);
        let lea_herself = app.lea().await;
        let lea = format!("{lea}/deactivate");
        let own = format!("/agents/{}/deactivate", ada.id);
        let (first, second) = tokio::join!(
            ada.post(&lea, Value::Null),
            lea_herself.post(&own, Value::Null),
        );
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        // Who comes second is the last admin, or not signed in any more.
        assert!(matches!(statuses, [200, 401 | 409]), "{statuses:?}");
        let people = app.app.db().begin_write().await.expect("begins");
        let left = guichet_db::people::count_active_admins(&people).await.expect("counts");
        assert_eq!(left, 1);
    }
}

scenario! {
    async fn deactivated_agents_open_tickets_stay_theirs_and_are_counted(app: TestApp) {
        let (ada, lea, claire) = (app.ada().await, app.lea().await, app.claire().await);
        for subject in ["Une", "Deux", "Trois"] {
            let number = claire.file_ticket(subject).await;
            lea.act(&number, "start", json!({})).await;
            if subject == "Trois" {
                lea.act(&number, "close", json!({})).await;
            }
        }
        app.take_mails().await;
        let path = format!("/agents/{}/deactivate", app.people.lea);
        let gone = ada.post(&path, Value::Null).await.expect(200).json();
        let told = (&gone["agent"]["active"], &gone["open_tickets"]);
        assert_eq!(told, (&json!(false), &json!(2)));
        lea.get("/me").await.expect_problem("unauthenticated");
        let path = format!("/tickets?assigned_to_id={}&state=open", app.people.lea);
        let list = ada.get(&path).await.expect(200).json();
        assert_eq!(list["total"], 2);
        // She is not mailed, and given nothing more.
        let number = list["items"][0]["number"].as_str().expect("a number");
        claire.comment(number, "Des nouvelles ?").await;
        assert!(app.take_mails().await.iter().all(|mail| mail.to_address != "lea@heliaq.example"));
        let other = claire.file_ticket("Quatre").await;
        let body = json!({"assigned_to_id": app.people.lea});
        let answer = ada.post(&format!("/tickets/{other}/assign"), body).await;
        assert_eq!(answer.field_errors(), ["/assigned_to_id: not_found"]);
    }
}

scenario! {
    async fn group_is_entered_with_members_and_accounts(app: TestApp) {
        let ada = app.ada().await;
        let body = json!({
            "name": "CDS - Réseau", "member_ids": [app.people.lea, app.people.marc],
            "account_ids": [app.people.tilleuls],
        });
        let group = ada.post("/assignment-groups", body).await.expect(201).json();
        let names: Vec<&Value> =
            group["members"].as_array().expect("a list").iter().map(|m| &m["name"]).collect();
        assert_eq!(names, ["Léa Bernard", "Marc Petit"]);
        assert_eq!(group["accounts"][0]["name"], "Clinique des Tilleuls");
        let path = format!("/assignment-groups/{}", id(&group));
        assert_eq!(ada.get(&path).await.expect(200).json(), group);
        let body = json!({
            "name": "CDS - Supervision", "member_ids": [app.people.claire],
            "account_ids": [NOBODY],
        });
        assert_eq!(
            ada.post("/assignment-groups", body).await.field_errors(),
            ["/member_ids/0: not_found", "/account_ids/0: not_found"]
        );
        let taken = json!({"name": "CDS - Supervision"});
        let answer = ada.post("/assignment-groups", taken.clone()).await;
        assert_eq!(answer.field_errors(), ["/name: duplicate"]);
        assert_eq!(ada.patch(&path, taken).await.field_errors(), ["/name: duplicate"]);
        let changed = ada.patch(&path, json!({"member_ids": null})).await.expect(200).json();
        assert_eq!(changed["members"], json!([]));
        assert_eq!(changed["accounts"], group["accounts"]);
        let gone = ada.post(&format!("{path}/deactivate"), Value::Null).await.expect(200).json();
        assert_eq!(gone["active"], false);
        let number = app.stella().await.file_ticket("Panne").await;
        let body = json!({"assignment_group_id": group["id"]});
        let answer = ada.post(&format!("/tickets/{number}/assign"), body.clone()).await;
        assert_eq!(answer.field_errors(), ["/assignment_group_id: not_found"]);
        ada.post(&format!("{path}/reactivate"), Value::Null).await.expect(200);
        ada.act(&number, "assign", body).await;
    }
}

scenario! {
    async fn configuration_item_is_entered_changed_and_taken_out_of_use(app: TestApp) {
        let (ada, claire) = (app.ada().await, app.claire().await);
        let item = |name: &str, account: String| {
            json!({"name": name, "kind": "firewall", "account_id": account})
        };
        let dupont = app.people.dupont.to_string();
        let body = item("FW-01", dupont.clone());
        let made = ada.post("/configuration-items", body).await.expect(201).json();
        let answer = ada.post("/configuration-items", item("fw-01", dupont)).await;
        assert_eq!(answer.field_errors(), ["/name: duplicate"]);
        let body = item("FW-01", app.people.tilleuls.to_string());
        ada.post("/configuration-items", body).await.expect(201);
        let answer = ada.post("/configuration-items", item("", NOBODY.to_owned())).await;
        assert_eq!(answer.field_errors(), ["/account_id: not_found", "/name: required"]);
        let path = format!("/configuration-items/{}", id(&made));
        let changed = ada.patch(&path, json!({"kind": "Pare-feu"})).await.expect(200).json();
        assert_eq!([&changed["name"], &changed["kind"]], ["FW-01", "Pare-feu"]);
        let answer = ada.patch(&path, json!({"name": "SRV-DUPONT-01", "kind": null})).await;
        assert_eq!(answer.field_errors(), ["/name: duplicate", "/kind: required"]);
        let found = ada.get("/configuration-items?kind=pare-feu").await.json();
        assert_eq!(found["total"], 1);
        let body = || json!({
            "subject": "x", "description_text": "x", "impact": 3, "urgency": 3,
            "configuration_item_id": made["id"],
        });
        let ticket = claire.post("/tickets", body()).await.expect(201).json();
        ada.post(&format!("{path}/deactivate"), Value::Null).await.expect(200);
        let answer = claire.post("/tickets", body()).await;
        assert_eq!(answer.field_errors(), ["/configuration_item_id: not_found"]);
        // The ticket that names it keeps it; another is not given it.
        let own = format!("/tickets/{}", ticket["number"].as_str().expect("a number"));
        let keep = json!({"configuration_item_id": made["id"]});
        ada.patch(&own, keep.clone()).await.expect(200);
        let other = format!("/tickets/{}", claire.file_ticket("Autre").await);
        let answer = ada.patch(&other, keep).await;
        assert_eq!(answer.field_errors(), ["/configuration_item_id: not_found"]);
        ada.post(&format!("{path}/reactivate"), Value::Null).await.expect(200);
        claire.post("/tickets", body()).await.expect(201);
    }
}

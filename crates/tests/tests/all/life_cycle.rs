//! The life cycle over HTTP.

use chrono::TimeDelta;
use guichet_common::vocabulary::{CloseReason, TicketAction, TicketState};
use guichet_tests::{TestApp, json, scenario};

scenario! {
    async fn customer_and_agent_go_the_whole_way(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Imprimante en panne").await;
        let ticket = claire.ticket(&number).await;
        assert_eq!(ticket.state, TicketState::New);
        assert_eq!(ticket.priority.level(), 5);
        assert_eq!(
            ticket.allowed_actions,
            [TicketAction::Close, TicketAction::Cancel, TicketAction::Comment]
        );

        let ticket = lea.act(&number, "start", json!({})).await;
        assert_eq!(ticket.state, TicketState::Open);
        assert_eq!(ticket.assigned_to.map(|a| a.id), Some(app.people.lea));

        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        let ticket = lea.act(&number, "hold", question).await;
        assert_eq!(ticket.state, TicketState::OnHold);

        claire.comment(&number, "Une LaserJet.").await;
        assert_eq!(claire.ticket(&number).await.state, TicketState::Open);

        let solution = json!({"code": "solved", "notes_text": "Pilote réinstallé."});
        let ticket = lea.act(&number, "resolve", solution.clone()).await;
        let due = ticket.resolved_at.expect("resolved") + TimeDelta::hours(72);
        assert_eq!(ticket.next_actions.first().map(|next| next.at), Some(due));

        let ticket = claire.act(&number, "reject", json!({"reason": "Toujours en panne"})).await;
        assert_eq!((ticket.state, ticket.resolution), (TicketState::Open, None));

        lea.act(&number, "resolve", solution).await;
        let accepted = json!({"comment_text": "Merci !", "rating": 5});
        let ticket = claire.act(&number, "accept", accepted).await;
        assert_eq!(ticket.state, TicketState::Closed);
        assert_eq!(ticket.close_reason, Some(CloseReason::CustomerAccepted));
        assert_eq!(ticket.rating, Some(5));
        assert!(ticket.resolution.is_some());
        assert_eq!(ticket.allowed_actions, [TicketAction::FollowUp]);
    }
}

scenario! {
    async fn history_tells_everything_newest_first(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        lea.act(&number, "hold", json!({"reason": "awaiting_vendor"})).await;
        let activity = claire.get(&format!("/tickets/{number}/activity")).await.expect(200).json();
        let told: Vec<String> = activity["items"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|entry| format!("{} {}", entry["kind"], entry["to_state"]).replace('"', ""))
            .collect();
        assert_eq!(
            told,
            ["state_changed on_hold", "state_changed open", "assigned null", "created null"]
        );
        assert_eq!(activity["items"][0]["reason"], "awaiting_vendor");
        assert_eq!(activity["items"][2]["changes"][0]["to"], "Léa Bernard");
    }
}

scenario! {
    async fn action_that_the_state_forbids_is_a_conflict(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        for (person, action, body) in [
            (&lea, "hold", json!({"reason": "awaiting_vendor"})),
            (&lea, "resume", json!({})),
            (&lea, "resolve", json!({"code": "solved", "notes_text": "x"})),
            (&claire, "accept", json!({})),
            (&claire, "reject", json!({"reason": "x"})),
        ] {
            let answer = person.post(&format!("/tickets/{number}/{action}"), body).await;
            answer.expect_problem("invalid_state_transition");
        }
        claire
            .post(&format!("/tickets/{number}/follow-up"), json!({"description_text": "x"}))
            .await
            .expect_problem("invalid_state_transition");
    }
}

scenario! {
    async fn frozen_ticket_takes_nothing_but_a_follow_up(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Écran noir").await;
        let before = claire.act(&number, "cancel", json!({})).await;
        assert_eq!(before.state, TicketState::Cancelled);
        let path = format!("/tickets/{number}");
        claire
            .post(&format!("{path}/comments"), json!({"body_text": "x"}))
            .await
            .expect_problem("ticket_frozen");
        lea.post(&format!("{path}/start"), json!({})).await.expect_problem("ticket_frozen");
        lea.patch(&path, json!({"impact": 1})).await.expect_problem("ticket_frozen");
        let body = json!({"description_text": "De nouveau."});
        let after = claire.post(&format!("{path}/follow-up"), body).await.expect(201).json();
        assert_eq!(after["follow_up_of"], number);
        assert_eq!(after["subject"], "Écran noir");
        assert_eq!(claire.ticket(&number).await, before);
    }
}

scenario! {
    async fn stale_if_match_is_refused_and_changes_nothing(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let answer = lea.get(&format!("/tickets/{number}")).await.expect(200);
        let etag = answer.header("etag").to_owned();
        claire.comment(&number, "Urgent").await;
        let stale = lea
            .request(reqwest::Method::POST, &format!("/tickets/{number}/start"))
            .header("if-match", &etag)
            .json(&json!({}));
        lea.send(stale).await.expect_problem("version_conflict");
        assert_eq!(lea.ticket(&number).await.state, TicketState::New);
        let fresh = lea.get(&format!("/tickets/{number}")).await.header("etag").to_owned();
        let start = lea
            .request(reqwest::Method::POST, &format!("/tickets/{number}/start"))
            .header("if-match", &fresh)
            .json(&json!({}));
        let started = lea.send(start).await.expect(200);
        assert_ne!(started.header("etag"), fresh);
    }
}

scenario! {
    async fn solution_waits_72_hours_then_the_ticket_closes(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let solution = json!({"code": "workaround", "notes_text": "Redémarrer."});
        lea.act(&number, "resolve", solution).await;
        app.run_jobs().await;
        app.clock.advance(TimeDelta::hours(72) - TimeDelta::seconds(1));
        app.run_jobs().await;
        // A session outlives three days only if it is renewed; sign in again.
        assert_eq!(app.claire().await.ticket(&number).await.state, TicketState::Resolved);
        app.clock.advance(TimeDelta::minutes(2));
        drop(app.mails.take());
        app.run_jobs().await;
        let ticket = app.claire().await.ticket(&number).await;
        assert_eq!(ticket.state, TicketState::Closed);
        assert_eq!(ticket.close_reason, Some(CloseReason::AutoClosed));
        assert_eq!(app.mails.take().len(), 1);
        app.run_jobs().await;
        assert!(app.mails.take().is_empty());
    }
}

scenario! {
    async fn first_public_word_of_an_agent_opens_a_new_ticket(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.comment(&number, "Bonjour, je regarde.").await;
        assert_eq!(claire.ticket(&number).await.state, TicketState::Open);
    }
}

scenario! {
    async fn agent_must_serve_the_account_to_be_assigned(app: TestApp) {
        let (stella, lea) = (app.stella().await, app.lea().await);
        let number = stella.file_ticket("Line down").await;
        let body = json!({"assigned_to_id": app.people.marc});
        let answer = lea.post(&format!("/tickets/{number}/assign"), body).await;
        assert_eq!(answer.field_errors(), ["/assigned_to_id: not_found"]);
        let body = json!({"assignment_group_id": app.people.infrastructure});
        let answer = lea.post(&format!("/tickets/{number}/assign"), body).await;
        assert_eq!(answer.field_errors(), ["/assignment_group_id: not_found"]);
        let body = json!({"assignment_group_id": app.people.supervision});
        let ticket = lea.act(&number, "assign", body).await;
        assert_eq!(ticket.state, TicketState::New);
        assert_eq!(ticket.assignment_group.map(|group| group.name).as_deref(), Some("CDS - Supervision"));
    }
}

scenario! {
    async fn agent_changes_fields_and_the_priority_follows(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        let changes = json!({
            "impact": 1, "urgency": 1, "internal_reference": "BT-2026-17",
            "configuration_item_id": app.people.server,
        });
        let ticket = lea.patch(&format!("/tickets/{number}"), changes).await.expect(200).json();
        assert_eq!(ticket["priority"], 1);
        assert_eq!(ticket["configuration_item"]["name"], "SRV-DUPONT-01");
        let cleared = json!({"internal_reference": null, "configuration_item_id": null});
        let ticket = lea.patch(&format!("/tickets/{number}"), cleared).await.expect(200).json();
        assert!(ticket["internal_reference"].is_null() && ticket["configuration_item"].is_null());
        assert_eq!(ticket["impact"], 1);
        let foreign = json!({"configuration_item_id": app.people.line});
        let answer = lea.patch(&format!("/tickets/{number}"), foreign).await;
        assert_eq!(answer.field_errors(), ["/configuration_item_id: not_found"]);
        claire
            .patch(&format!("/tickets/{number}"), json!({"impact": 1}))
            .await
            .expect_problem("forbidden");
    }
}

scenario! {
    async fn two_agents_taking_one_ticket_at_once_do_not_both_get_it(app: TestApp) {
        let (claire, lea, marc) = (app.claire().await, app.lea().await, app.marc().await);
        let number = claire.file_ticket("Panne").await;
        let path = format!("/tickets/{number}/start");
        let (one, two) = tokio::join!(lea.post(&path, json!({})), marc.post(&path, json!({})));
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        // On SQLite writers queue, and the second finds the ticket started (409); on PostgreSQL both
        // may have read it new, and the second finds that it has changed since (412).
        assert!(matches!(statuses, [200, 409 | 412]), "{statuses:?}");
    }
}

scenario! {
    async fn customer_who_does_not_answer_is_reminded_twice_and_then_the_ticket_closes(app: TestApp) {
        // From Tuesday 15:00 in Paris: Wednesday, Thursday, closing on Friday.
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        let ticket = lea.act(&number, "hold", question).await;
        let asked = ticket.updated_at;
        let due: Vec<_> = ticket.next_actions.iter().map(|next| next.at - asked).collect();
        assert_eq!(due, [TimeDelta::days(1), TimeDelta::days(3)]);
        app.take_mails().await;
        let mut subjects = Vec::new();
        for hours in [23, 1, 12, 12, 23, 1, 1] {
            app.clock.advance(TimeDelta::hours(hours));
            let mails = app.take_mails().await;
            subjects.push(mails.iter().map(|mail| mail.subject.clone()).collect::<Vec<_>>());
        }
        let reminder =
            format!("{number} - Panne, est en suspens, en attente de retour de votre part");
        let [none, first, quiet, second, silent, closed, after] = subjects.as_slice() else {
            panic!("seven looks");
        };
        assert_eq!((none, quiet, silent, after), (&vec![], &vec![], &vec![], &vec![]));
        assert_eq!((first, second), (&vec![reminder.clone()], &vec![reminder]));
        assert_eq!(closed.len(), 1, "at the closing instant only the closing mail: {closed:?}");
        let ticket = app.claire().await.ticket(&number).await;
        assert_eq!(ticket.close_reason, Some(CloseReason::NoAnswer));
        let claire = app.claire().await;
        let activity = claire.get(&format!("/tickets/{number}/activity")).await.expect(200).json();
        let kinds: Vec<&str> = activity["items"]
            .as_array()
            .expect("a list")
            .iter()
            .filter_map(|entry| entry["kind"].as_str())
            .take(3)
            .collect();
        assert_eq!(kinds, ["state_changed", "reminded", "reminded"]);
    }
}

scenario! {
    async fn answer_stops_reminders_and_the_clock(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        claire.comment(&number, "Une LaserJet").await;
        app.take_mails().await;
        app.clock.advance(TimeDelta::days(10));
        assert!(app.take_mails().await.is_empty());
        let ticket = app.claire().await.ticket(&number).await;
        assert_eq!((ticket.state, ticket.next_actions), (TicketState::Open, vec![]));
    }
}

scenario! {
    async fn worker_away_for_a_week_sends_no_backlog_of_reminders(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        app.take_mails().await;
        app.clock.advance(TimeDelta::days(7));
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains("a été fermé"), "{}", mails[0].text);
    }
}

scenario! {
    async fn what_happens_next_goes_into_a_calendar(app: TestApp) {
        let (claire, stella, lea) = (app.claire().await, app.stella().await, app.lea().await);
        let number = claire.file_ticket("Panne, écran; noir").await;
        let path = format!("/tickets/{number}/next-actions.ics");
        let nothing = claire.get(&path).await.expect(200);
        assert_eq!(nothing.header("content-type"), "text/calendar; charset=utf-8");
        assert!(!nothing.text().contains("VEVENT"));
        lea.act(&number, "start", json!({})).await;
        let question = json!({"reason": "awaiting_customer", "comment_text": "Depuis quand ?"});
        let held = lea.act(&number, "hold", question).await;
        let file = claire.get(&path).await.expect(200).text();
        assert!(file.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), "{file}");
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 2, "{file}");
        let compact = |at: chrono::DateTime<chrono::Utc>| at.format("%Y%m%dT%H%M%SZ").to_string();
        for next in &held.next_actions {
            let at = compact(next.at);
            assert!(file.contains(&format!("DTSTART:{at}\r\n")), "{at} in {file}");
        }
        assert!(file.contains(&format!("SUMMARY:{number} : rappel\r\n")), "{file}");
        assert!(file.contains("DESCRIPTION:Panne\\, écran\\; noir\r\n"), "{file}");
        assert!(file.contains(&format!("UID:{number}.auto_close@")), "{file}");
        stella.get(&path).await.expect(404);
    }
}

//! The mails of a ticket's life.

use guichet_mail::OutgoingMail;
use guichet_tests::{TestApp, json, scenario};

fn told(mails: &[OutgoingMail]) -> Vec<(String, String)> {
    mails
        .iter()
        .map(|mail| (mail.to_address.clone(), mail.subject.clone()))
        .collect()
}

scenario! {
    async fn customer_is_mailed_at_each_step(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("J'ai une demande").await;
        let hers = |subject: String| vec![("claire@dupont.example".to_owned(), subject)];
        assert_eq!(
            told(&app.take_mails().await),
            hers(format!("{number} - J'ai une demande, a bien été enregistrée"))
        );
        lea.act(&number, "start", json!({})).await;
        assert!(app.take_mails().await.is_empty());
        lea.comment(&number, "Bonjour, nous avons besoin d'un complément d'information.").await;
        let mails = app.take_mails().await;
        assert_eq!(told(&mails), hers(format!("Nouveau commentaire sur le ticket {number}")));
        assert!(mails[0].text.contains("2026-03-17 15:00:00 CET - Support Heliaq"));
        let question = json!({"reason": "awaiting_customer", "comment_text": "Quel modèle ?"});
        lea.act(&number, "hold", question).await;
        let mails = app.take_mails().await;
        let subject =
            format!("{number} - J'ai une demande, est en suspens, en attente de retour de votre part");
        assert_eq!(told(&mails), hers(subject));
        assert!(mails[0].text.contains("Quel modèle ?") && mails[0].html.contains("Quel modèle ?"));
        claire.comment(&number, "Une LaserJet").await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to_address, "lea@heliaq.example");
        let solution = json!({"code": "solved", "notes_text": "Pilote réinstallé."});
        lea.act(&number, "resolve", solution).await;
        let mails = app.take_mails().await;
        assert_eq!(told(&mails), hers("Votre problème a été résolu avec succès".into()));
        assert!(mails[0].text.contains("Pilote réinstallé.") && mails[0].text.contains("72 heures"));
        claire.act(&number, "accept", json!({})).await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert!(mails[0].text.contains(&format!("Le case {number} a été fermé")));
    }
}

scenario! {
    async fn mails_of_a_ticket_thread_and_speak_the_readers_language(app: TestApp) {
        let (stella, lea) = (app.stella().await, app.lea().await);
        let number = stella.file_ticket("Line down").await;
        lea.comment(&number, "Looking into it.").await;
        lea.comment(&number, "Found it.").await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 3);
        assert!(!mails[0].subject.contains("enregistrée"), "{}", mails[0].subject);
        let first = &mails[0].message_id;
        assert!(mails[0].in_reply_to.is_none());
        for reply in &mails[1..] {
            assert!(reply.references.contains(first));
            assert!(reply.in_reply_to.is_some());
        }
    }
}

scenario! {
    async fn nobody_is_mailed_about_their_own_word(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        lea.act(&number, "start", json!({})).await;
        app.take_mails().await;
        claire.comment(&number, "Un détail").await;
        assert_eq!(told(&app.take_mails().await).len(), 1);
        lea.comment(&number, "Noté").await;
        let mails = app.take_mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to_address, "claire@dupont.example");
    }
}

scenario! {
    async fn while_nobody_works_a_ticket_its_group_hears_the_customer(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        claire.comment(&number, "Personne encore").await;
        let body = json!({"assignment_group_id": app.people.supervision});
        app.take_mails().await;
        lea.act(&number, "assign", body).await;
        let subject = format!("{number} - Panne, attend dans votre groupe");
        assert_eq!(told(&app.take_mails().await), [("ada@heliaq.example".to_owned(), subject)]);
        claire.comment(&number, "Toujours en panne").await;
        let mut told: Vec<String> =
            app.take_mails().await.into_iter().map(|mail| mail.to_address).collect();
        told.sort();
        assert_eq!(told, ["ada@heliaq.example", "lea@heliaq.example"]);
        lea.act(&number, "start", json!({})).await;
        app.take_mails().await;
        claire.comment(&number, "Merci").await;
        assert_eq!(app.take_mails().await.len(), 1);
    }
}

scenario! {
    async fn agent_is_told_what_others_assign_to_them(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        app.take_mails().await;
        lea.act(&number, "start", json!({"assigned_to_id": app.people.marc})).await;
        let mails = app.take_mails().await;
        let subject = format!("{number} - Panne, vous a été affecté");
        assert_eq!(told(&mails), [("marc@heliaq.example".to_owned(), subject)]);
        assert!(mails[0].text.contains(&format!("Le ticket {number} vous a été affecté")));
        let marc = json!({"assigned_to_id": app.people.marc});
        lea.act(&number, "assign", marc).await;
        assert!(app.take_mails().await.is_empty(), "it is his already");
        lea.act(&number, "assign", json!({"assigned_to_id": app.people.lea})).await;
        assert!(app.take_mails().await.is_empty(), "she knows");
    }
}

scenario! {
    async fn what_was_not_committed_is_not_mailed(app: TestApp) {
        let (claire, lea) = (app.claire().await, app.lea().await);
        let number = claire.file_ticket("Panne").await;
        app.take_mails().await;
        lea.post(&format!("/tickets/{number}/resolve"), json!({"code": "solved", "notes_text": "x"}))
            .await
            .expect_problem("invalid_state_transition");
        let file = "0193a1b2-0000-7000-8000-000000000000";
        let body = json!({"body_text": "Fichier perdu", "attachment_ids": [file]});
        lea.post(&format!("/tickets/{number}/comments"), body).await.expect(422);
        assert!(app.take_mails().await.is_empty());
        assert_eq!(claire.ticket(&number).await.version, 1);
    }
}

scenario! {
    async fn hostile_subject_stays_one_header(app: TestApp) {
        let claire = app.claire().await;
        claire.file_ticket("Bonjour\r\nBcc: victime@example.org").await;
        let mails = app.take_mails().await;
        assert!(!mails[0].subject.contains(['\r', '\n']));
        assert!(mails[0].subject.contains("Bonjour Bcc: victime@example.org"));
    }
}

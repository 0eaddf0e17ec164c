use guichet_common::ids::TicketNumber;
use guichet_common::vocabulary::{TicketSort, TicketState};
use guichet_db::comments::{NewComment, insert_comment};
use guichet_db::tickets::{TicketFilter, list_tickets_in};
use guichet_db::work_notes::{NewWorkNote, insert_work_note};
use guichet_db::{PageRequest, search};
use guichet_domain::Scope;

use crate::kit::{Kit, on_each_database};

async fn find(kit: &Kit, scope: &Scope, keywords: &str) -> Vec<TicketNumber> {
    let filter = TicketFilter {
        keywords: Some(keywords.to_owned()),
        ..TicketFilter::default()
    };
    let rows = list_tickets_in(&kit.db.read(), scope, &filter, &PageRequest::first(100))
        .await
        .unwrap();
    assert_eq!(
        rows.total.count,
        u64::try_from(rows.items.len()).unwrap(),
        "{keywords}"
    );
    rows.items.iter().map(|row| row.number).collect()
}

#[tokio::test]
async fn case_and_accents_do_not_matter_and_all_words_must_match() {
    on_each_database(async |kit| {
        let printer = kit
            .ticket(
                kit.acme,
                "L’imprimante BLOQUÉE",
                "Erreur n° 50.4F à l'étage",
            )
            .await;
        let mail = kit
            .ticket(kit.acme, "Messagerie", "Imprimante virtuelle")
            .await;
        let scope = kit.acme.own();
        for keywords in [
            "bloquee imprimante",
            "BLOQUÉE",
            "bloqu\u{65}\u{301}e",
            "étage",
            "ETAGE erreur",
            "50.4f",
            "l'imprimante bloquée",
        ] {
            assert_eq!(find(kit, &scope, keywords).await, [printer], "{keywords}");
        }
        assert_eq!(find(kit, &scope, "imprimante").await, [mail, printer]);
        assert!(find(kit, &scope, "imprimante absente").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn number_is_found_as_people_write_it() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Un", "").await;
        kit.ticket(kit.acme, "Deux", "").await;
        for keywords in [
            number.to_string(),
            number.to_string().to_lowercase(),
            number.0.to_string(),
        ] {
            assert_eq!(
                find(kit, &kit.acme.own(), &keywords).await,
                [number],
                "{keywords}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn nothing_typed_breaks_the_query() {
    on_each_database(async |kit| {
        let number = kit
            .ticket(kit.acme, "Le NEAR et le OR de \"Paris\"", "x AND y")
            .await;
        let scope = kit.acme.own();
        for keywords in [
            "\"paris\"",
            "near",
            "NEAR(",
            "le OR",
            "paris*",
            "* paris",
            "^paris",
            "-paris",
            "body : paris",
            "scope:paris",
            "paris'--",
            "x AND y",
            "(paris",
            "near/2",
            "paris & le",
            "!paris",
            "paris:*",
            "\\paris",
            "%paris_",
        ] {
            let found = find(kit, &scope, keywords).await;
            assert!(found == [number] || found.is_empty(), "{keywords}");
        }
        for keywords in ["\"", "*", "'", "()", "   ", "", "%", "&&", "°", "\u{301}"] {
            assert!(find(kit, &scope, keywords).await.is_empty(), "{keywords}");
        }
        for keywords in [
            "กำลัง",
            "日本語",
            "नमस्ते",
            "🙂🙂",
            "ⓐⓑ",
            "①②",
            "ﬁn",
            "İstanbul",
            "ß",
        ] {
            find(kit, &scope, keywords).await;
        }
    })
    .await;
}

#[tokio::test]
async fn last_word_may_be_a_beginning_when_nothing_has_it_whole() {
    on_each_database(async |kit| {
        let printer = kit.ticket(kit.acme, "Imprimante bloquée", "").await;
        let print = kit.ticket(kit.acme, "Impression", "").await;
        let scope = kit.acme.own();
        assert_eq!(find(kit, &scope, "impr").await, [print, printer]);
        assert_eq!(find(kit, &scope, "bloquée impr").await, [printer]);
        assert!(find(kit, &scope, "impr bloquée").await.is_empty());
        let exact = kit.ticket(kit.acme, "Impr", "").await;
        assert_eq!(find(kit, &scope, "impr").await, [exact]);
    })
    .await;
}

#[tokio::test]
async fn search_stays_within_the_scope() {
    on_each_database(async |kit| {
        let ours = kit.ticket(kit.acme, "Panne", "").await;
        let theirs = kit.ticket(kit.zenith, "Panne secrète", "").await;
        assert_eq!(find(kit, &kit.acme.own(), "panne").await, [ours]);
        assert_eq!(find(kit, &kit.zenith.all(), "panne").await, [theirs]);
        assert_eq!(find(kit, &Scope::All, "panne").await, [theirs, ours]);
        let some = Scope::Accounts(vec![kit.zenith.account]);
        assert_eq!(find(kit, &some, "panne").await, [theirs]);
        let colleague = Scope::Contact(kit.acme.account, kit.acme.colleague);
        for scope in [colleague, Scope::Accounts(vec![]), Scope::Nothing] {
            assert!(find(kit, &scope, "panne").await.is_empty(), "{scope:?}");
        }
        // Whether a word exists elsewhere does not show in how it is completed.
        let mine = kit.ticket(kit.acme, "Secrètement", "").await;
        assert_eq!(find(kit, &kit.acme.own(), "secrete").await, [mine]);
        // The words that hold the scope are no words of a ticket.
        let word = format!("a{}", kit.zenith.account.0.simple());
        assert!(find(kit, &Scope::All, &word).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn public_messages_are_found_and_work_notes_never() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Panne", "").await;
        let tx = kit.db.begin_write().await.unwrap();
        let comment = NewComment {
            id: kit.ids.new_id(),
            number,
            author_id: kit.agent,
            body_html: String::new(),
            body_text: "Redémarrez le routeur".to_owned(),
            created_at: kit.now(),
        };
        insert_comment(&tx, &comment).await.unwrap();
        let note = NewWorkNote {
            id: kit.ids.new_id(),
            number,
            author_id: kit.agent,
            body_html: String::new(),
            body_text: "Client confidentiel".to_owned(),
            created_at: kit.now(),
        };
        insert_work_note(&tx, &note).await.unwrap();
        search::index_ticket(&tx, number).await.unwrap();
        search::index_ticket(&tx, number).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(find(kit, &kit.acme.own(), "routeur panne").await, [number]);
        assert!(find(kit, &Scope::All, "confidentiel").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn searches_page_sort_and_filter_like_lists() {
    on_each_database(async |kit| {
        let mut numbers = Vec::new();
        for n in 0..20 {
            numbers.push(kit.ticket(kit.acme, &format!("Panne {n}"), "").await);
            kit.ticket(kit.zenith, "Panne ailleurs", "").await;
        }
        for sort in TicketSort::ALL {
            for filtered in [false, true] {
                let filter = TicketFilter {
                    keywords: Some("panne".to_owned()),
                    account_id: Some(kit.acme.account),
                    states: if filtered {
                        vec![TicketState::New]
                    } else {
                        vec![]
                    },
                    sort: *sort,
                    ..TicketFilter::default()
                };
                let (mut found, mut page) = (Vec::new(), PageRequest::first(6));
                loop {
                    let rows = list_tickets_in(&kit.db.read(), &Scope::All, &filter, &page)
                        .await
                        .unwrap();
                    assert_eq!((rows.total.count, rows.total.is_exact), (20, true));
                    found.extend(rows.items.iter().map(|row| row.number));
                    page.after = rows.next;
                    if page.after.is_none() {
                        break;
                    }
                }
                let downwards = sort.as_str().starts_with('-');
                let sorted = if downwards {
                    found.is_sorted_by(|a, b| a > b)
                } else {
                    found.is_sorted()
                };
                assert!(sorted, "{sort}");
                found.sort_unstable();
                assert_eq!(found, numbers, "{sort}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn endless_conversation_is_still_indexed() {
    on_each_database(async |kit| {
        let number = kit.ticket(kit.acme, "Interminable", "").await;
        let tx = kit.db.begin_write().await.unwrap();
        for n in 0..40 {
            let words: Vec<String> = (0..6_000).map(|word| format!("mot{n}x{word}")).collect();
            let comment = NewComment {
                id: kit.ids.new_id(),
                number,
                author_id: kit.agent,
                body_html: String::new(),
                body_text: words.join(" "),
                created_at: kit.now(),
            };
            insert_comment(&tx, &comment).await.unwrap();
        }
        search::index_ticket(&tx, number).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(find(kit, &kit.acme.own(), "mot0x17").await, [number]);
    })
    .await;
}

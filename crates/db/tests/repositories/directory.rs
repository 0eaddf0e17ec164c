use guichet_common::directory::{AccountRef, ConfigurationItem};
use guichet_db::accounts::{DirectoryFilter, find_account_in, is_empty, list_accounts_in};
use guichet_db::agents::list_agents;
use guichet_db::configuration_items::{
    find_configuration_item_in, insert_configuration_item, list_configuration_items_in,
};
use guichet_db::contacts::{find_contact_in, list_contacts_in};
use guichet_db::people::{
    Profile, find_actor, find_person_by_email, get_person, list_people, update_profile,
};
use guichet_db::{PageRequest, groups};
use guichet_domain::Scope;

use crate::kit::on_each_database;

fn keyword(text: &str) -> DirectoryFilter {
    DirectoryFilter {
        keyword: Some(text.to_owned()),
        ..DirectoryFilter::default()
    }
}

#[tokio::test]
async fn people_are_found_by_address_in_any_case() {
    on_each_database(async |kit| {
        let read = kit.db.read();
        assert!(!is_empty(&read).await.unwrap());
        let found = find_person_by_email(&read, "TOM.Technicien@Example.COM")
            .await
            .unwrap();
        assert_eq!(found.map(|person| person.id), Some(kit.agent));
        assert_eq!(find_person_by_email(&read, "tom").await.unwrap(), None);
        let both = list_people(&read, &[kit.agent, kit.acme.contact])
            .await
            .unwrap();
        assert_eq!(both.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn agent_serves_the_accounts_of_their_groups_or_all() {
    on_each_database(async |kit| {
        let served = async |person| {
            find_actor(&kit.db.read(), person)
                .await
                .unwrap()
                .unwrap()
                .served_accounts
        };
        assert_eq!(served(kit.agent).await, None);
        let tx = kit.db.begin_write().await.unwrap();
        groups::add_group_account(&tx, kit.group, kit.zenith.account)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(served(kit.agent).await, Some(vec![kit.zenith.account]));
        let read = kit.db.read();
        let theirs = groups::group_serves(&read, kit.group, kit.zenith.account).await;
        assert!(theirs.unwrap());
        let others = groups::group_serves(&read, kit.group, kit.acme.account).await;
        assert!(!others.unwrap());
        let contact = find_actor(&read, kit.acme.contact).await.unwrap().unwrap();
        assert_eq!(contact.account_id, Some(kit.acme.account));
        assert_eq!(contact.name, "Zoé Acme");
        assert_eq!(
            groups::list_group_members(&read, kit.group).await.unwrap(),
            [kit.agent]
        );
    })
    .await;
}

#[tokio::test]
async fn directory_lists_by_name_within_the_scope() {
    on_each_database(async |kit| {
        let read = kit.db.read();
        let all = DirectoryFilter::default();
        let first = PageRequest::first(3);
        let contacts = list_contacts_in(&read, &Scope::All, &all, &first)
            .await
            .unwrap();
        let names: Vec<&str> = contacts.items.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(names, ["Élie Acme", "Zoé Acme", "Élie Zénith"]);
        assert_eq!(contacts.total.count, 4);
        let page = PageRequest {
            limit: 3,
            after: contacts.next,
        };
        let rest = list_contacts_in(&read, &Scope::All, &all, &page)
            .await
            .unwrap();
        assert_eq!(rest.items[0].name, "Zoé Zénith");
        assert_eq!(rest.next, None);

        let page = PageRequest::first(25);
        let found = list_contacts_in(&read, &Scope::All, &keyword("zenith ÉL"), &page).await;
        assert_eq!(found.unwrap().items[0].name, "Élie Zénith");
        let none = list_contacts_in(&read, &kit.acme.all(), &keyword("zenith"), &page).await;
        assert!(none.unwrap().items.is_empty());
        let foreign = find_contact_in(&read, &kit.acme.own(), kit.zenith.contact).await;
        assert_eq!(foreign.unwrap(), None);
        let colleague = find_contact_in(&read, &kit.acme.own(), kit.acme.colleague).await;
        assert!(colleague.unwrap().is_some());

        let accounts = list_accounts_in(&read, &kit.acme.own(), &all, &page)
            .await
            .unwrap();
        assert_eq!(accounts.items.len(), 1);
        let foreign = find_account_in(&read, &kit.acme.own(), kit.zenith.account).await;
        assert_eq!(foreign.unwrap(), None);
        let agents = list_agents(&read, &keyword("100%"), &page).await.unwrap();
        assert!(agents.items.is_empty());
        let agents = list_agents(&read, &all, &page).await.unwrap();
        assert_eq!(agents.items[0].groups[0].name, "CDS - Supervision");
        let groups = groups::list_groups(&read, &keyword("supervision"), &page)
            .await
            .unwrap();
        assert_eq!(groups.items[0].id, kit.group);
    })
    .await;
}

#[tokio::test]
async fn configuration_items_are_their_accounts() {
    on_each_database(async |kit| {
        let item = ConfigurationItem {
            id: kit.ids.new_id(),
            name: "Pare-feu Lyon".to_owned(),
            kind: "firewall".to_owned(),
            account: AccountRef {
                id: kit.acme.account,
                name: "Acme".to_owned(),
            },
            active: true,
            created_at: kit.now(),
        };
        let tx = kit.db.begin_write().await.unwrap();
        insert_configuration_item(&tx, &item).await.unwrap();
        tx.commit().await.unwrap();
        let read = kit.db.read();
        let found = find_configuration_item_in(&read, &kit.acme.own(), item.id).await;
        assert_eq!(found.unwrap().as_ref(), Some(&item));
        let found = find_configuration_item_in(&read, &kit.zenith.own(), item.id).await;
        assert_eq!(found.unwrap(), None);
        let page = PageRequest::first(25);
        let found =
            list_configuration_items_in(&read, &Scope::All, &keyword("pare feu"), &page).await;
        assert_eq!(found.unwrap().items, [item]);
    })
    .await;
}

#[tokio::test]
async fn profile_changes_are_kept_and_sorted_by() {
    on_each_database(async |kit| {
        let profile = Profile {
            first_name: "Aline".to_owned(),
            last_name: "Aadams".to_owned(),
            language: guichet_common::vocabulary::Language::En,
            time_zone: "UTC".to_owned(),
        };
        let tx = kit.db.begin_write().await.unwrap();
        update_profile(&tx, kit.zenith.contact, &profile, kit.now())
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let read = kit.db.read();
        let person = get_person(&read, kit.zenith.contact).await.unwrap();
        assert_eq!(
            (person.name(), person.time_zone.as_str()),
            ("Aline Aadams".to_owned(), "UTC")
        );
        let page = PageRequest::first(1);
        let all = DirectoryFilter::default();
        let contacts = list_contacts_in(&read, &Scope::All, &all, &page).await;
        assert_eq!(contacts.unwrap().items[0].id, kit.zenith.contact);
    })
    .await;
}

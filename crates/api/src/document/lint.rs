//! The contract: checked in, and complete.

use std::collections::BTreeSet;
use std::path::PathBuf;

use guichet_common::ErrorCode;
use guichet_common::scopes::ApiScope;
use guichet_common::vocabulary::{Priority, TicketState};
use serde_json::Value;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{complete, document, openapi_json, problems_markdown};

fn checked_in(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../openapi")
        .join(name)
}

/// Compares with the file, or writes it when `UPDATE` is set.
fn same_as_checked_in(name: &str, generated: &str) {
    let path = checked_in(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, generated).expect("the file can be written");
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == generated,
        "openapi/{name} is stale: run `cargo xtask openapi`"
    );
}

#[test]
fn openapi_json_is_what_the_handlers_say() {
    same_as_checked_in("openapi.json", &openapi_json());
}

#[test]
fn problems_md_is_what_the_codes_say() {
    same_as_checked_in("problems.md", &problems_markdown());
}

/// Those of a sandbox: they are all that there are.
fn operations() -> Vec<(String, Value)> {
    let document = serde_json::to_value(document(true)).expect("serialises");
    let paths = document["paths"].as_object().cloned().unwrap_or_default();
    paths
        .into_iter()
        .flat_map(|(path, item)| {
            let item = item.as_object().cloned().unwrap_or_default();
            item.into_iter()
                .map(move |(method, operation)| (format!("{method} {path}"), operation))
        })
        .collect()
}

#[test]
fn every_operation_is_named_summarised_tagged_and_secured() {
    let document = serde_json::to_value(document(true)).expect("serialises");
    let tags: BTreeSet<_> = document["tags"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|tag| tag["name"].clone())
        .collect::<Vec<_>>()
        .into_iter()
        .map(|name| name.to_string())
        .collect();
    let mut ids = BTreeSet::new();
    let operations = operations();
    assert!(
        operations.len() >= 45,
        "operations are missing: {}",
        operations.len()
    );
    for (name, operation) in operations {
        let id = operation["operationId"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let known = id.chars().all(|c| c.is_ascii_lowercase() || c == '_') && !id.is_empty();
        assert!(known, "{name}: operationId {id:?}");
        assert!(ids.insert(id), "{name}: its operationId is taken");
        let summary = operation["summary"].as_str().unwrap_or_default();
        assert!(
            !summary.is_empty() && !summary.ends_with('.'),
            "{name}: summary {summary:?}"
        );
        let own: Vec<_> = operation["tags"].as_array().cloned().unwrap_or_default();
        assert_eq!(own.len(), 1, "{name}: tags");
        assert!(
            tags.contains(&own[0].to_string()),
            "{name}: unknown tag {}",
            own[0]
        );
        assert!(operation["security"].is_array(), "{name}: who may call it?");
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn check(part: &Value, document: &Value) {
        match part {
            Value::Object(fields) => {
                if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                    let target = document.pointer(reference.trim_start_matches('#'));
                    assert!(target.is_some(), "{reference}");
                }
                fields.values().for_each(|value| check(value, document));
            }
            Value::Array(items) => items.iter().for_each(|value| check(value, document)),
            _ => {}
        }
    }
    let document = serde_json::to_value(document(true)).expect("serialises");
    check(&document, &document);
}

#[test]
fn words_in_the_document_are_those_on_the_wire() {
    let document = serde_json::to_value(document(true)).expect("serialises");
    let words = |name: &str| document["components"]["schemas"][name]["enum"].clone();
    assert_eq!(words("TicketState"), serde_json::json!(TicketState::ALL));
    assert_eq!(words("Priority"), serde_json::json!(Priority::ALL));
    assert_eq!(words("ErrorCode"), serde_json::json!(ErrorCode::ALL));
}

#[test]
fn bodies_say_which_fields_they_need() {
    let document = serde_json::to_value(document(true)).expect("serialises");
    let schema = &document["components"]["schemas"]["CreateTicket"];
    assert_eq!(
        schema["required"],
        serde_json::json!(["subject", "impact", "urgency"])
    );
    assert_eq!(schema["additionalProperties"], false);
    assert_eq!(
        document["components"]["schemas"]["UpdateTicket"]["required"],
        Value::Null
    );
}

#[test]
fn every_scope_is_one_that_is_explained() {
    let known: BTreeSet<_> = ApiScope::ALL.iter().map(|scope| scope.as_str()).collect();
    for (name, operation) in operations() {
        for requirement in operation["security"].as_array().into_iter().flatten() {
            let Some(scopes) = requirement.get("bearer").and_then(Value::as_array) else {
                continue;
            };
            assert_eq!(scopes.len(), 1, "{name}: one scope an operation");
            for scope in scopes.iter().filter_map(Value::as_str) {
                assert!(known.contains(scope), "{name}: scope {scope}");
            }
        }
    }
}

#[test]
fn every_parameter_and_answer_is_described() {
    for (name, operation) in operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            let text = parameter["description"].as_str().unwrap_or_default();
            assert!(!text.is_empty(), "{name}: parameter {}", parameter["name"]);
        }
        let responses = operation["responses"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        assert!(
            // A browser that is led on has its answer, too.
            responses
                .keys()
                .any(|status| status.starts_with('2') || status == "303"),
            "{name}"
        );
        for (status, response) in responses {
            let described = response["$ref"].is_string()
                || response["description"]
                    .as_str()
                    .is_some_and(|text| !text.is_empty());
            assert!(described, "{name}: {status}");
        }
    }
}

#[test]
fn every_operation_names_its_refusals() {
    for (name, operation) in operations() {
        let responses = operation["responses"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let is_public = operation["security"] == serde_json::json!([{}]);
        let refuses = responses.keys().any(|status| status.starts_with('4'));
        assert!(
            refuses || (is_public && operation["parameters"].is_null()),
            "{name}: no 4xx"
        );
        assert!(responses.contains_key("500"), "{name}: no 500");
        // What is asked for is in the address, or behind the token in the body.
        let names_something = name.contains('{')
            || name.contains("/mail-actions/")
            || name.ends_with("/password-reset/look")
            || name.ends_with("/password-reset/complete");
        assert_eq!(
            names_something,
            responses.contains_key("404"),
            "{name}: 404"
        );
    }
}

#[test]
fn handlers_name_only_codes_that_there_are() {
    let (_, mut raw) = actix_web::App::new()
        .into_utoipa_app()
        .configure(|config: &mut ServiceConfig| crate::routes::configure(config, true))
        .split_for_parts();
    let known: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    for item in raw.paths.paths.values_mut() {
        for operation in complete::operations(item) {
            let extensions = operation.extensions.take().unwrap_or_default();
            for (key, value) in extensions.iter() {
                assert_eq!(key, complete::EXTENSION);
                for code in value.as_array().into_iter().flatten() {
                    assert!(known.contains(code.as_str().unwrap_or_default()), "{code}");
                }
            }
        }
    }
}

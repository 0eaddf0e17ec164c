//! Which scope an operation needs: what the document says is what is enforced.

use std::collections::HashMap;
use std::sync::OnceLock;

use actix_web::{HttpRequest, web};
use guichet_common::scopes::ApiScope;

use super::document;

/// Scopes by method and pattern of the path.
type Table = HashMap<(String, String), ApiScope>;

/// The scope that the operation of a request needs; `None` when it names none, which no token is
/// enough for.
pub(crate) fn scope_of(request: &HttpRequest) -> Option<ApiScope> {
    static NORMAL: OnceLock<Table> = OnceLock::new();
    static SANDBOX: OnceLock<Table> = OnceLock::new();
    let app = request.app_data::<web::Data<guichet_service::App>>();
    let is_sandbox = app.is_some_and(|app| app.is_sandbox());
    let table = if is_sandbox { &SANDBOX } else { &NORMAL };
    let key = (request.method().to_string(), request.match_pattern()?);
    table.get_or_init(|| scopes(is_sandbox)).get(&key).copied()
}

fn scopes(is_sandbox: bool) -> Table {
    let document = serde_json::to_value(document(is_sandbox)).unwrap_or_default();
    let mut table = Table::new();
    for (path, item) in document
        .pointer("/paths")
        .and_then(serde_json::Value::as_object)
        .into_iter()
        .flatten()
    {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let scope = operation.pointer("/security/0/bearer/0");
            if let Some(scope) = scope.and_then(|scope| scope.as_str()?.parse().ok()) {
                table.insert((method.to_uppercase(), path.clone()), scope);
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_those_of_the_document() {
        let table = scopes(false);
        let of = |method: &str, path: &str| {
            let key = (method.to_owned(), format!("/api/v1{path}"));
            table.get(&key).copied()
        };
        assert_eq!(of("GET", "/tickets/{number}"), Some(ApiScope::TicketsRead));
        assert_eq!(
            of("PATCH", "/tickets/{number}"),
            Some(ApiScope::TicketsWrite)
        );
        assert_eq!(
            of("POST", "/me/api-tokens"),
            Some(ApiScope::CredentialsWrite)
        );
        assert_eq!(of("POST", "/auth/login"), None);
    }
}

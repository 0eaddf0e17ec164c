//! Query strings: known parameters only, every wrong one reported at once.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use guichet_common::{ErrorCode, Query};

use crate::error::{ApiError, ApiResult};

/// The parameters of the query string.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidQuery<T>(pub T);

impl<T: Query> FromRequest for ValidQuery<T> {
    type Error = ApiError;
    type Future = Ready<ApiResult<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(parse(request.query_string()).map(Self))
    }
}

fn parse<T: Query>(text: &str) -> ApiResult<T> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text)
        .map_err(|_unreadable| ApiError::from(ErrorCode::MalformedRequest))?;
    T::from_pairs(pairs.into_inner()).map_err(ApiError::invalid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use guichet_common::tickets::TicketQuery;

    #[test]
    fn every_wrong_parameter_is_reported_at_once() {
        let error = parse::<TicketQuery>("state=gone&limt=5&limit=x&state=new").expect_err("no");
        let names: Vec<_> = error
            .cause()
            .field_errors()
            .iter()
            .filter_map(|e| e.parameter.as_deref())
            .collect();
        assert_eq!(names, ["state", "limt", "limit"]);
    }

    #[test]
    fn repeated_and_encoded_parameters_are_read() {
        let query =
            parse::<TicketQuery>("q=caf%C3%A9+cr%C3%A8me&state=new&state=open").expect("ok");
        assert_eq!(query.q.as_deref(), Some("café crème"));
        assert_eq!(query.state.len(), 2);
    }
}

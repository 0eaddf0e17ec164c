//! Somebody who asks the API.

use guichet_common::auth::AccessToken;
use guichet_common::ids::PersonId;
use guichet_common::tickets::TicketDetail;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::answer::Answer;
use crate::fixture::PASSWORD;

/// Somebody who asks the API, signed in.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their user name.
    pub username: String,
    /// Their access token.
    pub token: String,
    /// Their refresh cookie, as `name=value`.
    pub cookie: String,
    base: String,
    client: reqwest::Client,
}

impl Person {
    pub(crate) async fn sign_in(
        base: &str,
        client: &reqwest::Client,
        id: PersonId,
        username: &str,
    ) -> Self {
        let body = json!({"username": username, "password": PASSWORD});
        let request = client.post(format!("{base}/api/v1/auth/login")).json(&body);
        let answer = send("POST /auth/login".into(), request).await.expect(200);
        let cookie = answer
            .header("set-cookie")
            .split(';')
            .next()
            .unwrap_or_default()
            .to_owned();
        Self {
            id,
            username: username.to_owned(),
            token: answer.read_as::<AccessToken>().access_token,
            cookie,
            base: base.to_owned(),
            client: client.clone(),
        }
    }

    /// A program of theirs that asks with this token.
    #[must_use]
    pub fn with_token(&self, token: &str) -> Self {
        Self {
            token: token.to_owned(),
            ..self.clone()
        }
    }

    /// A request of theirs, to be completed; `path` is below `/api/v1`.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client
            .request(method, format!("{}/api/v1{path}", self.base))
            .bearer_auth(&self.token)
    }

    async fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Answer {
        let what = format!("{method} {path} by {}", self.username);
        let request = self.request(method, path);
        let request = match body {
            Some(body) => request.json(body),
            None => request,
        };
        send(what, request).await
    }

    /// Sends a request made by [`Person::request`].
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        send(format!("a request by {}", self.username), request).await
    }

    /// `GET`.
    pub async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, None).await
    }

    /// `POST` of JSON.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::POST, path, Some(&body)).await
    }

    /// `PATCH` of JSON.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PATCH, path, Some(&body)).await
    }

    /// `PUT` of JSON.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.ask(Method::PUT, path, Some(&body)).await
    }

    /// `DELETE`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.ask(Method::DELETE, path, None).await
    }

    /// Files a ticket and gives its number.
    pub async fn file_ticket(&self, subject: &str) -> String {
        let body = json!({
            "subject": subject,
            "description_text": format!("{subject}, en détail."),
            "impact": 3,
            "urgency": 3,
        });
        let ticket: TicketDetail = self.post("/tickets", body).await.expect(201).read_as();
        ticket.number.to_string()
    }

    /// The ticket as they see it.
    pub async fn ticket(&self, number: &str) -> TicketDetail {
        self.get(&format!("/tickets/{number}"))
            .await
            .expect(200)
            .read_as()
    }

    /// Does an action that must succeed.
    pub async fn act(&self, number: &str, action: &str, body: Value) -> TicketDetail {
        self.post(&format!("/tickets/{number}/{action}"), body)
            .await
            .expect(200)
            .read_as()
    }

    /// Writes a message that must be taken.
    pub async fn comment(&self, number: &str, text: &str) -> Value {
        let body = json!({"body_text": text});
        self.post(&format!("/tickets/{number}/comments"), body)
            .await
            .expect(201)
            .json()
    }

    /// Uploads one file.
    pub async fn upload(&self, file_name: &str, bytes: &[u8]) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes.to_vec()).file_name(file_name.to_owned());
        let form = reqwest::multipart::Form::new().part("file", part);
        self.send(self.request(Method::POST, "/attachments").multipart(form))
            .await
    }

    /// Uploads one file that must be taken, and gives its id.
    pub async fn upload_id(&self, file_name: &str, bytes: &[u8]) -> String {
        let answer = self.upload(file_name, bytes).await.expect(201).json();
        answer
            .pointer("/items/0/id")
            .and_then(Value::as_str)
            .expect("an id")
            .to_owned()
    }
}

pub(crate) async fn send(what: String, request: RequestBuilder) -> Answer {
    let response = request
        .send()
        .await
        .unwrap_or_else(|error| panic!("{what}: {error}"));
    Answer::read(what, response).await
}

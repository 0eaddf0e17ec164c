//! Sessions that are ended: over at once here, within five seconds on other replicas.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::StreamExt as _;
use guichet_tests::{Person, TestApp, Value, json, scenario};
use reqwest::Method;

/// An open stream of events at this replica.
struct Stream(reqwest::Response);

impl Stream {
    async fn open(app: &TestApp, person: &Person) -> Self {
        let request = app
            .request(Method::GET, "/api/v1/events")
            .bearer_auth(&person.token);
        let response = request.send().await.expect("the stream opens");
        assert_eq!(response.status(), 200);
        Self(response)
    }

    /// How long it takes until the stream ends.
    async fn end(self, since: Instant) -> Duration {
        let mut bytes = self.0.bytes_stream();
        let ended = tokio::time::timeout(Duration::from_secs(20), async {
            while let Some(Ok(_)) = bytes.next().await {}
        });
        ended.await.expect("the stream has ended");
        since.elapsed()
    }
}

async fn status(app: &TestApp, person: &Person) -> u16 {
    let request = app.request(Method::GET, "/api/v1/me");
    app.send(request.bearer_auth(&person.token)).await.status
}

scenario! {
    async fn other_sessions_and_their_streams_end_at_once(app: TestApp) {
        let (here, there, denis) = (app.claire().await, app.claire().await, app.denis().await);
        for person in [&here, &there, &denis] {
            person.get("/me").await.expect(200);
        }
        let stream = Stream::open(&app, &there).await;
        let since = Instant::now();
        here.delete("/me/sessions").await.expect(204);
        there.get("/me").await.expect_problem("unauthenticated");
        // A stream looks after its session by itself only every five seconds.
        assert!(stream.end(since).await < Duration::from_secs(3));
        let request = app.request(Method::POST, "/api/v1/auth/refresh");
        let request = request.header("cookie", &there.cookie);
        app.send(request).await.expect_problem("session_expired");
        here.get("/me").await.expect(200);
        denis.get("/me").await.expect(200);
        let left = here.get("/me/sessions").await.expect(200).json();
        assert_eq!(left["items"].as_array().map(Vec::len), Some(1));
    }
}

scenario! {
    async fn session_ended_here_is_over_on_other_replicas_within_five_seconds(app: TestApp) {
        let replica = app.start_replica().await;
        let (here, there) = (app.claire().await, app.claire().await);
        assert_eq!(status(&replica, &there).await, 200);
        let stream = Stream::open(&replica, &there).await;
        let since = Instant::now();
        here.delete("/me/sessions").await.expect(204);
        assert!(stream.end(since).await < Duration::from_secs(5));
        assert_eq!(status(&replica, &there).await, 401);
        assert_eq!(status(&replica, &here).await, 200);
    }
}

scenario! {
    async fn session_tells_its_device_address_and_way(app: TestApp) {
        let body = guichet_tests::json!({
            "username": "claire@dupont.example", "password": guichet_tests::PASSWORD
        });
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
        let request = app.request(Method::POST, "/api/v1/auth/login").json(&body);
        app.send(request.header("user-agent", firefox)).await.expect(200);
        let claire = app.claire().await;
        let list = claire.get("/me/sessions").await.expect(200).json();
        let sessions = list["items"].as_array().expect("a list");
        let other = sessions.iter().find(|session| session["current"] == false);
        let other = other.expect("the other");
        assert_eq!(other["device"], "Firefox · Linux");
        assert_eq!(other["address"], "127.0.0.1");
        assert_eq!(other["method"], "password");
    }
}

/// The acts upon the person's sessions in the audit trail, newest first: who, and what besides.
async fn told(app: &TestApp, action: &str) -> Vec<(Value, Value)> {
    let path = format!("/audit?action={action}&target_id={}", app.people.claire);
    let told = app.ada().await.get(&path).await.expect(200).json();
    let items = told["items"].as_array().expect("a list").clone();
    let pairs = items
        .into_iter()
        .map(|entry| (entry["actor"]["id"].clone(), entry["details"].clone()));
    pairs.collect()
}

scenario! {
    async fn admin_sees_and_ends_the_sessions_of_others(app: TestApp) {
        let (here, there) = (app.claire().await, app.claire().await);
        let (ada, paul) = (app.ada().await, app.paul().await);
        let path = format!("/people/{}/sessions", app.people.claire);
        for admin in [&ada, &paul] {
            let list = admin.get(&path).await.expect(200).json();
            let sessions = list["items"].as_array().expect("a list").clone();
            assert_eq!(sessions.len(), 2);
            assert!(sessions.iter().all(|session| session["current"] == false));
        }
        let list = there.get("/me/sessions").await.expect(200).json();
        let sessions = list["items"].as_array().expect("a list");
        let id = |current| {
            let found = sessions.iter().find(|session| session["current"] == json!(current));
            found.expect("it is there")["id"].as_str().expect("an id").to_owned()
        };
        let stream = Stream::open(&app, &there).await;
        let since = Instant::now();
        ada.delete(&format!("{path}/{}", id(true))).await.expect(204);
        there.get("/me").await.expect_problem("unauthenticated");
        assert!(stream.end(since).await < Duration::from_secs(3));
        here.get("/me").await.expect(200);
        // It is over, and so is not there.
        ada.delete(&format!("{path}/{}", id(true))).await.expect(404);
        paul.delete(&format!("{path}/{}", id(false))).await.expect(204);
        here.get("/me").await.expect_problem("unauthenticated");
        let details = |current| json!({"session_id": id(current)});
        assert_eq!(
            told(&app, "session.ended").await,
            [(json!(app.people.paul), details(false)), (json!(app.people.ada), details(true))]
        );
        let anew = [app.claire().await, app.claire().await];
        paul.delete(&path).await.expect(204);
        for session in anew {
            session.get("/me").await.expect_problem("unauthenticated");
        }
        assert_eq!(
            told(&app, "session.ended").await[0],
            (json!(app.people.paul), json!({"count": 2}))
        );
        // An admin who ends all of their own stays where they are.
        ada.delete(&format!("/people/{}/sessions", app.people.ada)).await.expect(204);
        ada.get("/me").await.expect(200);
    }
}

scenario! {
    async fn sessions_of_people_whom_one_does_not_look_after_are_not_there(app: TestApp) {
        let (stella, lea, paul) = (app.stella().await, app.lea().await, app.paul().await);
        let missing = paul
            .get("/people/0193a1b2-0000-7000-8000-000000000000/sessions")
            .await
            .expect(404);
        for (person, other) in [(&stella, app.people.stella), (&lea, app.people.lea)] {
            let list = person.get("/me/sessions").await.expect(200).json();
            let id = list["items"][0]["id"].as_str().expect("an id").to_owned();
            let path = format!("/people/{other}/sessions");
            let answer = paul.get(&path).await.expect(404);
            assert_eq!(answer.without_request_id(), missing.without_request_id());
            paul.delete(&path).await.expect(404);
            paul.delete(&format!("{path}/{id}")).await.expect(404);
            // Nor is somebody else's session one of a person whom one does look after.
            let own = format!("/people/{}/sessions/{id}", app.people.claire);
            paul.delete(&own).await.expect(404);
            person.get("/me").await.expect(200);
        }
    }
}

scenario! {
    async fn ends_of_sessions_are_told_in_the_audit_trail(app: TestApp) {
        let (here, there) = (app.claire().await, app.claire().await);
        let claire = json!(app.people.claire);
        here.delete("/me/sessions").await.expect(204);
        assert_eq!(
            told(&app, "session.ended").await,
            [(claire.clone(), json!({"count": 1}))]
        );
        drop(there);
        let refresh = async || {
            let request = app.request(Method::POST, "/api/v1/auth/refresh");
            app.send(request.header("cookie", &here.cookie)).await.status
        };
        assert_eq!(refresh().await, 200);
        app.clock.advance(TimeDelta::seconds(31));
        assert_eq!(refresh().await, 401);
        let list = told(&app, "session.ended").await;
        assert_eq!(list.len(), 2);
        assert_eq!((&list[0].0, &list[0].1["reason"]), (&Value::Null, &json!("token_reused")));
        let again = app.claire().await;
        for _ in 0..2 {
            let request = app.request(Method::POST, "/api/v1/auth/logout");
            app.send(request.header("cookie", &again.cookie)).await.expect(204);
        }
        let list = told(&app, "session.sign_out").await;
        assert_eq!(list.len(), 1);
        assert_eq!(list[0].0, claire);
    }
}

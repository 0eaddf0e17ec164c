//! Sessions that are ended: over at once here, within five seconds on other replicas.

use std::time::{Duration, Instant};

use futures_util::StreamExt as _;
use guichet_tests::{Person, TestApp, scenario};
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

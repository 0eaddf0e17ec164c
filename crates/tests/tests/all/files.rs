//! Files: up, down, limits, hostile names and types.

use chrono::TimeDelta;
use guichet_tests::{Person, TestApp, json, scenario};
use reqwest::Method;
use reqwest::multipart::{Form, Part};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x02\0\0\0";

async fn attach(person: &Person, number: &str, ids: &[String]) -> guichet_tests::Answer {
    let body = json!({"body_text": "Voir fichiers", "attachment_ids": ids});
    person
        .post(&format!("/tickets/{number}/comments"), body)
        .await
}

/// How many files the storage holds.
fn stored(app: &TestApp) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        std::fs::read_dir(folder).map_or(0, |entries| {
            entries
                .flatten()
                .map(|entry| {
                    if entry.path().is_dir() {
                        count(&entry.path())
                    } else {
                        1
                    }
                })
                .sum()
        })
    }
    count(&app.folder().join("files"))
}

scenario! {
    async fn file_comes_back_as_it_went_in(app: TestApp) {
        let (claire, lea, stella) = (app.claire().await, app.lea().await, app.stella().await);
        let bytes: Vec<u8> = PNG.iter().copied().chain((0..200_000_u32).map(|n| n.to_le_bytes()[0])).collect();
        let answer = claire.upload("capture d'écran.png", &bytes).await.expect(201).json();
        let file = &answer["items"][0];
        assert_eq!(file["content_type"], "image/png");
        assert_eq!(file["size"], bytes.len());
        assert_eq!(file["sha256"].as_str().map(str::len), Some(64));
        let id = file["id"].as_str().expect("an id").to_owned();
        let path = format!("/attachments/{id}");
        // Until it is attached, it is its owner's alone.
        lea.get(&path).await.expect_problem("not_found");
        let number = claire.file_ticket("Panne").await;
        attach(&claire, &number, &[id]).await.expect(201);
        let down = lea.get(&path).await.expect(200);
        assert_eq!(down.bytes, bytes);
        assert_eq!(down.header("content-type"), "image/png");
        assert!(down.header("content-disposition").starts_with("attachment"));
        assert!(down.header("content-disposition").contains("filename*=UTF-8''capture%20d"));
        assert_eq!(down.header("accept-ranges"), "bytes");
        let foreign = stella.get(&path).await;
        let missing = stella.get("/attachments/0193a1b2-0000-7000-8000-000000000000").await;
        foreign.expect_problem("not_found");
        assert_eq!(foreign.without_request_id(), missing.without_request_id());
        let list = claire.get(&format!("/tickets/{number}/attachments")).await.expect(200).json();
        assert_eq!(list["total"], 1);
    }
}

scenario! {
    async fn parts_of_a_file_can_be_asked_for(app: TestApp) {
        let claire = app.claire().await;
        let id = claire.upload_id("chiffres.txt", b"0123456789").await;
        let ask = async |range: &str| {
            let request = claire.request(Method::GET, &format!("/attachments/{id}"));
            claire.send(request.header("range", range)).await
        };
        let part = ask("bytes=2-4").await.expect(206);
        assert_eq!((part.text().as_str(), part.header("content-range")), ("234", "bytes 2-4/10"));
        assert_eq!(ask("bytes=-3").await.expect(206).text(), "789");
        assert_eq!(ask("bytes=7-").await.expect(206).text(), "789");
        let beyond = ask("bytes=10-").await;
        beyond.expect_problem("range_not_satisfiable");
        assert_eq!(beyond.header("content-range"), "bytes */10");
        assert_eq!(ask("lignes=1-2").await.expect(200).text(), "0123456789");
    }
}

scenario! {
    async fn hostile_names_and_lying_types_are_tamed(app: TestApp) {
        let claire = app.claire().await;
        let names = [
            ("../../../etc/passwd", "passwd"),
            ("photo\u{202e}gpj.exe", "photogpj.exe"),
            ("C:\\temp\\a.txt", "a.txt"),
        ];
        for (claimed, kept) in names {
            let file = claire.upload(claimed, b"bonjour").await.expect(201).json();
            assert_eq!(file["items"][0]["file_name"], kept);
        }
        let part = Part::bytes(b"<html><script>alert(1)</script></html>".to_vec())
            .file_name("image.png")
            .mime_str("image/png")
            .expect("a type");
        let request = claire.request(Method::POST, "/attachments");
        let answer = claire.send(request.multipart(Form::new().part("file", part))).await;
        let file = answer.expect(201).json()["items"][0].clone();
        assert_eq!(file["content_type"], "text/plain");
        let path = format!("/attachments/{}?disposition=inline", file["id"].as_str().expect("an id"));
        let down = claire.get(&path).await.expect(200);
        assert!(down.header("content-disposition").starts_with("attachment"));
        assert!(down.header("content-security-policy").contains("sandbox"));
    }
}

scenario! {
    async fn limits_are_kept_and_leave_nothing(app: TestApp) {
        let claire = app.claire().await;
        claire.upload("gros.bin", &vec![7; 1024 * 1024 + 1]).await.expect_problem("file_too_large");
        let answer = claire.upload("vide.txt", b"").await;
        assert_eq!(answer.field_errors(), ["/file: empty_file"]);
        let mut form = Form::new();
        for index in 0..11 {
            form = form.part("file", Part::bytes(vec![1]).file_name(format!("{index}.bin")));
        }
        let request = claire.request(Method::POST, "/attachments").multipart(form);
        claire.send(request).await.expect_problem("too_many_files");
        let request = claire.request(Method::POST, "/attachments").json(&json!({}));
        claire.send(request).await.expect_problem("unsupported_media_type");
        let request = claire
            .request(Method::POST, "/attachments")
            .header("content-type", "multipart/form-data; boundary=x")
            .body("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nabc");
        claire.send(request).await.expect_problem("upload_incomplete");
        let number = claire.file_ticket("Panne").await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(claire.upload_id("a.bin", &vec![7; 1024 * 1024]).await);
        }
        attach(&claire, &number, &ids).await.expect(201);
        let one_more = claire.upload_id("b.bin", b"x").await;
        attach(&claire, &number, &[one_more]).await.expect_problem("ticket_files_too_large");
        assert_eq!(claire.ticket(&number).await.comment_count, 1);
        assert_eq!(claire.ticket(&number).await.attachment_count, 3);
    }
}

scenario! {
    async fn only_own_unused_files_can_be_attached_or_deleted(app: TestApp) {
        let (claire, denis) = (app.claire().await, app.denis().await);
        let number = claire.file_ticket("Panne").await;
        let hers = claire.upload_id("a.txt", b"a").await;
        let answer = attach(&denis, &number, std::slice::from_ref(&hers)).await;
        assert_eq!(answer.field_errors(), ["/attachment_ids/0: not_found"]);
        denis.delete(&format!("/attachments/{hers}")).await.expect_problem("not_found");
        attach(&claire, &number, std::slice::from_ref(&hers)).await.expect(201);
        let answer = attach(&claire, &number, std::slice::from_ref(&hers)).await;
        assert_eq!(answer.field_errors(), ["/attachment_ids/0: not_found"]);
        claire.delete(&format!("/attachments/{hers}")).await.expect_problem("attachment_in_use");
        let other = claire.upload_id("b.txt", b"b").await;
        claire.delete(&format!("/attachments/{other}")).await.expect(204);
        claire.get(&format!("/attachments/{other}")).await.expect_problem("not_found");
        assert_eq!(stored(&app), 1);
    }
}

scenario! {
    async fn files_never_attached_are_swept(app: TestApp) {
        let claire = app.claire().await;
        let number = claire.file_ticket("Panne").await;
        let kept = claire.upload_id("a.txt", b"a").await;
        attach(&claire, &number, &[kept]).await.expect(201);
        claire.upload_id("b.txt", b"b").await;
        assert_eq!(stored(&app), 2);
        app.run_jobs().await;
        assert_eq!(stored(&app), 2);
        app.clock.advance(TimeDelta::days(8));
        app.run_jobs().await;
        assert_eq!(stored(&app), 1);
    }
}

scenario! {
    async fn upload_again_with_the_same_key_keeps_one_copy(app: TestApp) {
        let claire = app.claire().await;
        let upload = async |bytes: &'static [u8]| {
            let form = Form::new().part("file", Part::bytes(bytes).file_name("a.txt"));
            let request = claire.request(Method::POST, "/attachments").header("idempotency-key", "k");
            claire.send(request.multipart(form)).await
        };
        let first = upload(b"abc").await.expect(201);
        let again = upload(b"abc").await.expect(201);
        assert_eq!(first.bytes, again.bytes);
        upload(b"abd").await.expect_problem("idempotency_key_reused");
    }
}

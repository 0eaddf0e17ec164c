// What the server has acknowledged, it keeps, whatever happens to it.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { request } from "node:http";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { Api } from "../lib/api.mjs";
import { eventually } from "../lib/eventually.mjs";
import { startServer } from "../lib/server.mjs";

/** Eight people. */
const contacts = ({ people }) => people.filter((person) => person.account !== null);
const CRASHES = 4;
/** Between two crashes; long enough for hundreds of requests, and never the same. */
const CALM_MS = [300, 1500];
const REASON = "Ornithorynque";

let server;
before(async () => {
  server = await startServer();
});
after(() => server?.stop());

const between = ([least, most]) => least + Math.random() * (most - least);

/** Files tickets and comments one after the other, and notes what was acknowledged. */
class Writer {
  #name;
  #api;
  #isOver = false;
  /** Number by subject. */
  tickets = new Map();
  /** Text and ticket of the comments. */
  comments = [];

  constructor(name, api) {
    this.#name = name;
    this.#api = api;
  }

  stop() {
    this.#isOver = true;
  }

  async run() {
    for (let count = 0; !this.#isOver; count += 1) {
      const subject = `${REASON} ${this.#name}-${count}`;
      const { number } = await this.#insist("/tickets", { subject, description_text: "x", impact: 3, urgency: 3 });
      this.tickets.set(subject, number);
      const text = `Suite de ${subject}`;
      await this.#insist(`/tickets/${number}/comments`, { body_text: text });
      this.comments.push({ number, text });
    }
  }

  /** Sends until there is an answer, always with the same key: it may have arrived before. */
  async #insist(path, json) {
    const key = randomUUID();
    for (;;) {
      try {
        const answer = await this.#api.fetch("POST", path, { json, key });
        if (answer.status === 201) return await answer.json();
        assert.ok(answer.status >= 500, `POST ${path}: ${answer.status} ${await answer.text()}`);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
      }
      await sleep(20);
    }
  }
}

test("killed at any moment, the server loses and repeats nothing", async () => {
  const apis = await Promise.all(contacts(server).map((person) => Api.signIn(server, person)));
  const writers = apis.map((api, at) => new Writer(at, api));
  const running = Promise.all(writers.map((writer) => writer.run()));
  for (let crash = 0; crash < CRASHES; crash += 1) {
    await Promise.race([sleep(between(CALM_MS)), running]);
    await server.kill();
    await server.start();
  }
  for (const writer of writers) writer.stop();
  await running;
  assert.ok(writers.every((writer) => writer.tickets.size > CRASHES), "all got on after each crash");
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);

  // Every answer was kept, every request was carried out once.
  const agent = await Api.signIn(server, server.person("agent"));
  const listed = await agent.all(`/tickets?sort=number&q=${REASON}`);
  const acknowledged = writers.flatMap((writer) => [...writer.tickets]);
  const pairs = listed.map(({ subject, number }) => [subject, number]);
  assert.deepEqual(pairs.toSorted(), acknowledged.toSorted());
  await Promise.all(writers.map(async ({ comments }) => {
    for (const { number, text } of comments) {
      const { items } = await agent.get(`/tickets/${number}/comments`);
      assert.deepEqual(items.map((comment) => comment.body_text), [text]);
    }
  }));

  // No ticket has two mails, and no mail is about a ticket that is not there. (Some come later: those that were on
  // their way at a crash, and those beyond the number that a person gets in an hour.)
  const titles = new Set(acknowledged.map(([subject, number]) => `${number} - ${subject}, a bien été enregistrée`));
  const sent = (await server.mails.all()).map((mail) => mail.subject);
  assert.ok(sent.length > 0, "mails are sent");
  assert.deepEqual(sent.filter((subject) => !titles.delete(subject)), []);
});

test("a server that is told to end finishes what it has begun", async () => {
  const api = await Api.signIn(server, server.person("contact"));
  const { number } = await api.createTicket({ subject: "Dernier" });
  const slow = Array.from({ length: 3 }, () => slowComment(api.token, number));
  await Promise.all(slow.map((comment) => comment.halfway));
  const ended = server.terminate();
  await eventually(() => fetch(`${server.url}/healthz`).then(() => false, () => true), true, "nobody new is let in");
  for (const comment of slow) comment.finish();
  assert.deepEqual(await Promise.all(slow.map((comment) => comment.status)), [201, 201, 201]);
  assert.equal(await ended, 0, "the exit code");

  await server.start();
  const { items } = await api.get(`/tickets/${number}/comments`);
  assert.equal(items.length, 3);
});

/** A comment of which half the body is sent, and the rest at `finish()`. */
function slowComment(token, number) {
  const body = JSON.stringify({ body_text: "Une longue phrase, dite lentement." });
  const sending = request(`${server.url}/api/v1/tickets/${number}/comments`, {
    method: "POST",
    agent: false,
    headers: {
      authorization: `Bearer ${token}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "idempotency-key": randomUUID(),
      expect: "100-continue",
    },
  });
  const status = new Promise((done, fail) => {
    sending.once("error", fail);
    sending.once("response", (answer) => answer.resume().once("end", () => done(answer.statusCode)));
  });
  // The server asks for the body when it has begun with the request.
  const halfway = new Promise((done) => sending.once("continue", () => sending.write(body.slice(0, 20), done)));
  sending.flushHeaders();
  return { status, halfway, finish: () => sending.end(body.slice(20)) };
}

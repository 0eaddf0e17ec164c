// The API, for what a journey needs but is not about.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

/** The API as one person. */
export class Api {
  #url;

  constructor(url, token) {
    this.#url = `${url}/api/v1`;
    /** What the person shows at each request. */
    this.token = token;
  }

  /**
   * Signs a person in.
   *
   * @param {{url: string}} server
   * @param {{username: string, password: string}} person
   */
  static async signIn({ url }, { username, password }) {
    const anonymous = new Api(url, null);
    const { access_token } = await anonymous.post("/auth/login", { username, password });
    return new Api(url, access_token);
  }

  /** One request, whatever comes of it. Without `key`, a POST can be sent only once. */
  fetch(method, path, { json, body, key, headers = {} } = {}) {
    return fetch(this.#url + path, {
      method,
      body: json === undefined ? body : JSON.stringify(json),
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(json !== undefined && { "content-type": "application/json" }),
        ...(key && { "idempotency-key": key }),
        ...headers,
      },
    });
  }

  /** What is at a path. */
  async get(path) {
    return read("GET", path, await this.fetch("GET", path));
  }

  /** Posts JSON; fails when it is refused. */
  async post(path, json) {
    return read("POST", path, await this.fetch("POST", path, { json, key: randomUUID() }));
  }

  /** All items of a list, page by page. */
  async all(path) {
    const items = [];
    const first = path + (path.includes("?") ? "&" : "?") + "limit=100";
    for (let next = first; next;) {
      const page = await this.get(next);
      items.push(...page.items);
      next = page.next_cursor && `${first}&cursor=${encodeURIComponent(page.next_cursor)}`;
    }
    return items;
  }

  /** Files a ticket, of the least kind unless `fields` say more. */
  createTicket(fields) {
    return this.post("/tickets", { description_text: "Bonjour", impact: 3, urgency: 3, ...fields });
  }

  /** Uploads a file and returns its description. */
  async upload(name, content, type = "text/plain") {
    const form = new FormData();
    form.append("file", new Blob([content], { type }), name);
    const answer = await this.fetch("POST", "/attachments", { body: form, key: randomUUID() });
    return (await read("POST", "/attachments", answer)).items[0];
  }
}

async function read(method, path, answer) {
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return text === "" ? null : JSON.parse(text);
}

// The server under test: its own process, port, data folder and demo data.
import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { Mailbox } from "./mails.mjs";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 10_000;

// A process that is interrupted ends without its `exit` event, and would leave its servers behind.
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));

/** The binary: `GUICHET_BIN`, else what `cargo xtask run` builds. */
export const binary = process.env.GUICHET_BIN
  ?? resolve(fileURLToPath(import.meta.url), "../../../target/debug/guichet");

/**
 * Starts a server with the demo data in a temporary folder.
 *
 * @param {{env?: Record<string, string>, host?: string}} [options] `env` adds to (or overrides) the `GUICHET_*`
 *   settings; `host` is the name by which browsers reach it.
 */
export async function startServer({ env = {}, host = "127.0.0.1" } = {}) {
  const data = await mkdtemp(join(tmpdir(), "guichet-e2e-"));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${host}:${address.split(":")[1]}`;
  const settings = {
    ...process.env,
    GUICHET_LISTEN: address,
    GUICHET_PUBLIC_URL: url,
    GUICHET_DATA: data,
    ...env,
  };
  const server = new Server({ url, data, settings });
  try {
    await server.loadDemo();
    await server.start();
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

class Server {
  #settings;
  #child = null;
  #log = [];
  #killWithUs = () => this.#child?.kill("SIGKILL");

  constructor({ url, data, settings }) {
    /** Where the portal is. */
    this.url = url;
    /** The server's data folder. */
    this.data = data;
    /** The mails that it sent. */
    this.mails = new Mailbox(join(data, "mail"));
    /** The demo's sign-ins: `{username, password, role, account}`. */
    this.people = [];
    this.#settings = settings;
  }

  async loadDemo() {
    const options = { env: this.#settings, cwd: this.data, maxBuffer: 16 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)(binary, ["demo", "--json"], options);
    this.people = JSON.parse(stdout);
    assert.ok(Array.isArray(this.people) && this.people.length > 0, "the demo has sign-ins");
  }

  /** Starts the process and waits until it is ready; after `kill`, the same data are served again. */
  async start() {
    process.once("exit", this.#killWithUs);
    this.#child = spawn(binary, ["serve"], { env: this.#settings, cwd: this.data, stdio: ["ignore", "pipe", "pipe"] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => this.#log.push(text));
    }
    const deadline = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < deadline) {
      if (this.#child.exitCode !== null) break;
      const ready = await fetch(`${this.url}/readyz`).then((answer) => answer.ok, () => false);
      if (ready) return;
      await sleep(50);
    }
    throw new Error(`the server is not ready\n${this.log()}`);
  }

  /** Everything that it logged. */
  log() {
    return this.#log.join("");
  }

  /** Ends the process like a power cut. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** Tells the process to end, and returns its exit code; null when it had to be killed. */
  terminate() {
    return this.#end("SIGTERM");
  }

  /** Ends the process and removes its data. */
  async stop() {
    await this.#end("SIGTERM");
    await rm(this.data, { recursive: true, force: true });
  }

  async #end(signal) {
    const child = this.#child;
    this.#child = null;
    process.off("exit", this.#killWithUs);
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    const code = await ended;
    clearTimeout(timer);
    return code;
  }

  /**
   * A demo person.
   *
   * @param {string} role `contact`, `account_admin`, `agent` or `admin`
   * @param {{account?: string, notAccount?: string}} [of] the account's name, or the one that it must not be
   */
  person(role, { account, notAccount } = {}) {
    const found = this.people.find((person) =>
      person.role === role
      && (account === undefined || person.account === account)
      && (notAccount === undefined || person.account !== notAccount));
    assert.ok(found, `the demo has a person with role ${role}, account ${account ?? "any"}`);
    return found;
  }
}

/** A port of this machine that nobody listens on. */
export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

// The clock of a server that was started as a sandbox.
import { Api } from "./api.mjs";

/** Give it to `usePortal` to have a sandbox. */
export const sandbox = { env: { GUICHET_SANDBOX: "true" } };

/** The clock, turned by an admin. */
export class SandboxClock {
  #admin;

  constructor(admin) {
    this.#admin = admin;
  }

  /** @param {{url: string, person: Function}} server */
  static async of(server) {
    return new SandboxClock(await Api.signIn(server, server.person("admin")));
  }

  /** What it shows. */
  async now() {
    return new Date((await this.#admin.get("/sandbox/clock")).now);
  }

  /** Turns it: `{advance: "PT72H"}`, `{advance_business_days: 3}`; returns what happened on the way. */
  turn(body) {
    return this.#admin.post("/sandbox/clock", body);
  }

  /** Turns it to an instant to come. */
  async turnTo(at) {
    const seconds = Math.ceil((at - await this.now()) / 1000);
    return this.turn({ advance: `PT${seconds}S` });
  }
}

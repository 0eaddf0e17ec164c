// A mail server that hands mails over by LMTP (RFC 2033).
import assert from "node:assert/strict";
import { connect } from "node:net";
import { createInterface } from "node:readline";

/**
 * Delivers one message to one recipient, and returns what the server says of it; fails when it says no before that.
 *
 * @param {number} port on this machine
 * @param {{from: string, to: string, message: Buffer}} mail
 */
export async function deliver(port, { from, to, message }) {
  const socket = connect(port, "127.0.0.1");
  socket.setTimeout(10_000, () => socket.destroy(new Error("the LMTP server does not answer")));
  const lines = createInterface({ input: socket, crlfDelay: Infinity })[Symbol.asyncIterator]();
  const answer = async () => {
    for (;;) {
      const { value, done } = await lines.next();
      assert.ok(!done, "the LMTP server hung up");
      if (value[3] !== "-") return value;
    }
  };
  const say = async (line, expected) => {
    if (line !== null) socket.write(`${line}\r\n`);
    const said = await answer();
    assert.ok(said.startsWith(expected), `${line}: ${said}`);
  };
  try {
    await say(null, "220");
    await say("LHLO mx.heliaq.example", "250");
    await say(`MAIL FROM:<${from}>`, "250");
    await say(`RCPT TO:<${to}>`, "250");
    await say("DATA", "354");
    // A line that begins with a dot gets a second one.
    socket.write(message.toString("latin1").replaceAll(/^\./gm, ".."), "latin1");
    socket.write(".\r\n");
    const verdict = await answer();
    socket.write("QUIT\r\n");
    return verdict;
  } finally {
    socket.end();
  }
}

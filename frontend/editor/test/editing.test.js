import "./dom.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState, TextSelection } from "prosemirror-state";
import {
  clearFormatting,
  insertTable,
  leaveCodeBlock,
  linkAt,
  normalizeHref,
  removeLink,
  setLink,
  toggleList,
} from "../src/commands.js";
import { parseHtml, serializeDoc } from "../src/html.js";
import { schema } from "../src/schema.js";
import { ariaShortcut, shortcutLabel, textsFor } from "../src/texts.js";
import { Uploads } from "../src/uploads.js";

function stateOf(html, from, to = from) {
  const doc = parseHtml(html);
  return EditorState.create({ doc, selection: TextSelection.create(doc, from, to) });
}

function after(state, command) {
  let next = state;
  assert.equal(command(state, (tr) => (next = state.apply(tr))), true);
  return next;
}

const html = (state) => serializeDoc(state.doc);

test("an address is completed, and refused when it is none", () => {
  assert.equal(normalizeHref(" https://a.example/b "), "https://a.example/b");
  assert.equal(normalizeHref("www.a.example/b?c"), "https://www.a.example/b?c");
  assert.equal(normalizeHref("aide@example.org"), "mailto:aide@example.org");
  for (const bad of ["", "bonjour", "javascript:alert(1)", "ftp://a.example", "a b.example"]) {
    assert.equal(normalizeHref(bad), null);
  }
});

test("a link is put on the selection, changed as a whole and removed", () => {
  const linked = after(stateOf("<p>voir ici</p>", 6, 9), setLink({ from: 6, to: 9 }, "https://a.example"));
  assert.equal(html(linked), '<p>voir <a href="https://a.example">ici</a></p>');
  const inside = linked.apply(linked.tr.setSelection(TextSelection.create(linked.doc, 7)));
  const range = linkAt(inside);
  assert.deepEqual(range, { href: "https://a.example", from: 6, to: 9 });
  assert.equal(
    html(after(inside, setLink(range, "https://b.example", "là"))),
    '<p>voir <a href="https://b.example">là</a></p>',
  );
  assert.equal(html(after(inside, removeLink(range))), "<p>voir ici</p>");
});

test("a link without a selection shows its address", () => {
  const state = after(stateOf("<p>a :</p>", 4), setLink({ from: 4, to: 4 }, "mailto:b@c.example", ""));
  assert.equal(html(state), '<p>a :<a href="mailto:b@c.example">b@c.example</a></p>');
});

test("bullets become numbers and numbers become paragraphs", () => {
  const bullets = stateOf("<ul><li>a</li></ul>", 3);
  const numbers = after(bullets, toggleList(schema.nodes.ordered_list));
  assert.equal(html(numbers), "<ol><li>a</li></ol>");
  assert.equal(html(after(numbers, toggleList(schema.nodes.ordered_list))), "<p>a</p>");
});

test("clearing takes marks and headings away", () => {
  const state = stateOf("<h2>a <strong>b</strong></h2><p><u>c</u></p>", 1, 8);
  assert.equal(html(after(state, clearFormatting)), "<p>a b</p><p>c</p>");
});

test("a new table has a header row and the cursor in its first cell", () => {
  const state = after(stateOf("<p>a</p>", 2), insertTable(2, 2));
  assert.equal(state.selection.$from.node(-1).type, schema.nodes.table_header);
  assert.equal(state.selection.$from.index(-2), 0);
  assert.equal(
    html(state),
    "<p>a</p><table><tbody><tr><th></th><th></th></tr><tr><td></td><td></td></tr></tbody></table>",
  );
});

test("Enter on the empty last line leaves a code block", () => {
  const state = stateOf("<pre><code>a\n</code></pre>", 3);
  const left = after(state, leaveCodeBlock);
  assert.equal(html(left), "<pre><code>a</code></pre>");
  assert.equal(left.selection.$from.parent.type, schema.nodes.paragraph);
});

test("an upload replaces its place-holder, a failed one takes it away and tells", async () => {
  const id = "01930b5c-7e4f-7a3b-9c1d-2f3a4b5c6d7e";
  let state = stateOf("<p>a</p>", 2);
  const told = [];
  const uploads = new Uploads({
    upload: async (file) => {
      if (file.name === "bad.png") throw new Error("413");
      return { id };
    },
    apply: (make) => (state = state.apply(make(state))),
    uploadStarted: () => {},
    uploadDone: (file) => told.push(`done ${file.name}`),
    uploadFailed: (file, error) => told.push(`failed ${file.name} ${error.message}`),
  });
  for (const name of ["good.png", "bad.png"]) {
    const src = uploads.adopt(new File(["x"], name, { type: "image/png" }));
    state = state.apply(state.tr.insert(2, schema.nodes.image.create({ src, alt: name })));
  }
  assert.equal(uploads.pending, 2);
  assert.equal(serializeDoc(state.doc, (src) => uploads.resolve(src)), "<p>a</p>");
  await uploads.settled();
  assert.equal(uploads.pending, 0);
  assert.equal(html(state), `<p>a<img src="/api/v1/attachments/${id}" alt="good.png"></p>`);
  assert.deepEqual(told.sort(), ["done good.png", "failed bad.png 413"]);
});

test("both languages have the same texts, French is the default", () => {
  assert.deepEqual(Object.keys(textsFor("fr")), Object.keys(textsFor("en-GB")));
  assert.equal(textsFor(null).bold, "Gras");
});

test("shortcuts are written as people and as assistive technology read them", () => {
  assert.equal(shortcutLabel("Mod-Shift-7", textsFor("fr"), false), "Ctrl+Maj+7");
  assert.equal(shortcutLabel("Mod-Shift-7", textsFor("fr"), true), "⇧⌘7");
  assert.equal(ariaShortcut("Mod-b", false), "Control+B");
});

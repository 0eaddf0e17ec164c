import "./dom.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isEmptyDoc,
  parseHtml,
  plainText,
  serializeDoc,
  textBytes,
  textLength,
} from "../src/html.js";

const IMAGE = "/api/v1/attachments/01930b5c-7e4f-7a3b-9c1d-2f3a4b5c6d7e";
const trip = (html) => serializeDoc(parseHtml(html));

const KEPT = {
  paragraphs: "<p>Bonjour,</p><p>L’imprimante <strong>ne répond plus</strong>.</p>",
  marks: "<p><em>a</em> <u>b</u> <s>c</s> <code>d</code> <strong><em>e</em></strong></p>",
  headings: "<h2>Un</h2><h3>Deux</h3><h4>Trois</h4>",
  "a link": '<p>Voir <a href="https://example.org/a?b=c&amp;d=e">la page</a></p>',
  "a mail link": '<p><a href="mailto:aide@example.org">aide</a></p>',
  lists: "<ul><li>un<ul><li>sous</li></ul></li><li>deux</li></ul>",
  "a list that starts at 3": '<ol start="3"><li>trois</li><li>quatre</li></ol>',
  "a list item of two paragraphs": "<ul><li><p>un</p><p>suite</p></li></ul>",
  "a quotation": "<blockquote><p>cité</p></blockquote><p>réponse</p>",
  "a code block with its spaces": "<pre><code>if x:\n    y &lt; 1\n</code></pre>",
  "a rule": "<p>a</p><hr><p>b</p>",
  "a line break": "<p>a<br>b</p>",
  "a blank line": "<p>a</p><p><br></p><p>b</p>",
  "an image": `<p>vu : <img src="${IMAGE}" alt="écran.png"></p>`,
  "a table":
    '<table><tbody><tr><th colspan="2">T</th></tr><tr><td>1</td><td>2</td></tr></tbody></table>',
};

for (const [what, html] of Object.entries(KEPT)) {
  test(`${what} survive the round trip unchanged`, () => assert.equal(trip(html), html));
}

test("a header group of a table becomes rows with header cells", () => {
  assert.equal(
    trip("<table><thead><tr><th>N</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"),
    "<table><tbody><tr><th>N</th></tr><tr><td>1</td></tr></tbody></table>",
  );
});

test("an empty document has no html, whatever its blank blocks", () => {
  for (const html of ["", "<p></p>", "<p><br></p><p>  </p>", "<ul><li></li></ul>"]) {
    assert.equal(trip(html), "");
    assert.equal(isEmptyDoc(parseHtml(html)), true);
  }
});

test("a document with nothing but an image is not empty", () => {
  const doc = parseHtml(`<img src="${IMAGE}" alt="">`);
  assert.equal(isEmptyDoc(doc), false);
  assert.equal(serializeDoc(doc), `<p><img src="${IMAGE}" alt=""></p>`);
});

test("trailing empty paragraphs are not sent", () => {
  assert.equal(trip("<p>a</p><p><br></p><p></p>"), "<p>a</p>");
});

test("styles, classes, handlers and scripts do not get in", () => {
  assert.equal(
    trip('<p style="color:red" class="x" onclick="alert(1)">a<script>alert(1)</script></p>'),
    "<p>a</p>",
  );
  assert.equal(trip('<svg onload="alert(1)"><text>b</text></svg><p>a</p>').includes("svg"), false);
});

test("links to anything but http, https and mailto lose the link and keep the text", () => {
  for (const href of ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "/home"]) {
    assert.equal(trip(`<p><a href="${href}">ici</a></p>`), "<p>ici</p>");
  }
});

test("images of other places do not get in", () => {
  for (const src of ["https://x.example/p.png", "data:image/png;base64,AA==", `${IMAGE}/../x`]) {
    assert.equal(trip(`<p>a<img src="${src}"></p>`), "<p>a</p>");
  }
});

test("an absolute address of our own attachment becomes a path", () => {
  assert.equal(
    trip(`<p><img src="https://support.example${IMAGE}" alt="a"></p>`),
    `<p><img src="${IMAGE}" alt="a"></p>`,
  );
});

test("an image shown from memory is known by its data-src", () => {
  assert.equal(
    trip(`<p><img src="blob:https://support.example/1" data-src="${IMAGE}" alt="a"></p>`),
    `<p><img src="${IMAGE}" alt="a"></p>`,
  );
});

test("an image that has not arrived is left out until its address is known", () => {
  const doc = parseHtml('<p>a<img src="upload:7" alt="b"></p>');
  assert.equal(serializeDoc(doc, () => null), "<p>a</p>");
  assert.equal(serializeDoc(doc, () => IMAGE), `<p>a<img src="${IMAGE}" alt="b"></p>`);
});

test("the length counts characters of the plain text, line ends included", () => {
  const doc = parseHtml("<p>été 😀</p><p>b<br>c</p>");
  assert.equal(plainText(doc), "été 😀\nb\nc");
  assert.equal(textLength(doc), 9);
  assert.equal(textBytes(doc), 14);
});

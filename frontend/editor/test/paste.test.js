import "./dom.js";
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkSlice } from "../src/autolink.js";
import { parseHtml, serializeDoc } from "../src/html.js";
import { cleanPastedHtml, hasText, isOwnSlice } from "../src/paste.js";
import { Slice } from "prosemirror-model";

const paste = (html, adopt) => {
  const cleaned = cleanPastedHtml(html, adopt);
  return { ...cleaned, html: serializeDoc(parseHtml(cleaned.html), (src) => known[src] ?? src) };
};
const IMAGE = "/api/v1/attachments/01930b5c-7e4f-7a3b-9c1d-2f3a4b5c6d7e";
const known = { "upload:1": IMAGE };

test("a list of Word becomes a list with its levels", () => {
  const p = (level, marker, text) =>
    `<p class=MsoListParagraph style='margin-left:36.0pt;mso-list:l0 level${level} lfo1'>` +
    `<![if !supportLists]><span style='mso-list:Ignore'>${marker}<span style='font:7.0pt'>` +
    `&nbsp;&nbsp; </span></span><![endif]>${text}<o:p></o:p></p>`;
  const html =
    `<p class=MsoNormal>Avant</p>${p(1, "·", "un")}${p(2, "o", "sous")}${p(1, "·", "deux")}` +
    `<p class=MsoNormal><o:p>&nbsp;</o:p></p>${p(1, "3.", "trois")}${p(1, "4.", "quatre")}`;
  assert.equal(
    paste(html).html,
    "<p>Avant</p><ul><li>un<ul><li>sous</li></ul></li><li>deux</li></ul>" +
      '<ol start="3"><li>trois</li><li>quatre</li></ol>',
  );
});

test("styled spans keep their meaning and lose their style", () => {
  const html =
    '<div style="font-family:Calibri"><span style="font-weight:700">gras</span> ' +
    '<span style="font-style: italic">penché</span> ' +
    '<span style="text-decoration: underline">souligné</span> ' +
    '<span style="text-decoration-line:line-through;color:red">barré</span></div>';
  assert.equal(
    paste(html).html,
    "<p><strong>gras</strong> <em>penché</em> <u>souligné</u> <s>barré</s></p>",
  );
});

test("the bold wrapper of Google Docs does not make everything bold", () => {
  const html =
    '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span ' +
    'style="font-weight:400">a</span> <span style="font-weight:700">b</span></p></b>';
  assert.equal(paste(html).html, "<p>a <strong>b</strong></p>");
});

test("blank paragraphs that mails use for spacing go", () => {
  const html =
    '<div dir="ltr">Bonjour,<div><br></div><div>Le serveur</div><p class="MsoNormal">&nbsp;</p>' +
    "<div>est lent.</div></div>";
  assert.equal(paste(html).html, "<p>Bonjour,</p><p>Le serveur</p><p>est lent.</p>");
});

test("no-break spaces become spaces, except where French typography wants them", () => {
  assert.equal(
    paste("<p>a\u00a0b\u00a0: «\u00a0c\u00a0» d\u00a0!</p>").html,
    "<p>a b&nbsp;: «&nbsp;c&nbsp;» d&nbsp;!</p>",
  );
});

test("tables for layout are taken apart, tables of values stay", () => {
  const values = "<table><tbody><tr><td>IP</td><td>10.0.0.1</td></tr></tbody></table>";
  const html = `<table><tr><td><p>Bonjour</p>${values}</td></tr></table>`;
  assert.equal(paste(html).html, `<p>Bonjour</p>${values}`);
});

test("comments, styles, scripts and hidden parts of a mail go", () => {
  const html =
    "<html><head><style>p{color:red}</style></head><body><!--StartFragment-->" +
    '<div style="display:none">aperçu</div><p>a</p><script>1</script><!--EndFragment--></body>';
  assert.equal(paste(html).html, "<p>a</p>");
});

test("headings of a page become headings the field has", () => {
  assert.equal(
    paste("<h1 style='font-weight:bold'>A</h1><h5>B</h5>").html,
    "<h2>A</h2><h4>B</h4>",
  );
});

test("an image inside the markup is uploaded, one of another site is counted", () => {
  const files = [];
  const adopt = (file) => `upload:${files.push(file)}`;
  const result = paste(
    '<p>a<img alt="vue" src="data:image/png;base64,iVBORw0KGgo="><img src="https://x.example/b.png">' +
      '<img width="1" height="1" src="https://t.example/p.gif"></p>',
    adopt,
  );
  assert.equal(result.html, `<p>a<img src="${IMAGE}" alt="vue"></p>`);
  assert.equal(result.foreignImages, 1);
  assert.equal(files.length, 1);
  assert.equal(files[0].type, "image/png");
  assert.equal(files[0].size, 8);
});

test("pasted addresses become links, without the full stop that follows", () => {
  const doc = parseHtml("<p>Voir https://a.example/x?y=1. Et (https://b.example) <code>https://c</code></p>");
  const { content } = linkSlice(new Slice(doc.content, 0, 0));
  assert.equal(
    serializeDoc(doc.copy(content)),
    '<p>Voir <a href="https://a.example/x?y=1">https://a.example/x?y=1</a>. Et ' +
      '(<a href="https://b.example">https://b.example</a>) <code>https://c</code></p>',
  );
});

test("what was copied from an editor of ours is left as it is", () => {
  assert.equal(isOwnSlice('<p data-pm-slice="1 1 []">a</p>'), true);
  assert.equal(isOwnSlice("<p>data-pm-slice=</p>"), false);
});

test("markup with nothing but an image has no text", () => {
  assert.equal(hasText('<meta charset="utf-8"><img src="https://x.example/a.png">'), false);
  assert.equal(hasText("<p>&nbsp;</p>"), false);
  assert.equal(hasText("<p>a</p>"), true);
});

// HTML in and out: `value` of the element.
import { DOMParser as ModelParser, DOMSerializer, Fragment, Slice } from "prosemirror-model";
import { isAttachmentSrc, schema } from "./schema.js";

const parser = ModelParser.fromSchema(schema);
const serializer = DOMSerializer.fromSchema(schema);

/** Parses markup without running it or loading its images: the document is inert. */
export function inertBody(html) {
  return new DOMParser().parseFromString(`<body>${html}`, "text/html").body;
}

/** The document for `html`; whatever the schema does not know is dropped, its text stays. */
export function parseHtml(html) {
  const body = inertBody(html);
  // An empty paragraph is written as <p><br></p> (see below): undo that, or it grows.
  for (const br of body.querySelectorAll("br:only-child")) {
    if (br.parentNode.childNodes.length === 1 && /^(P|H[1-6])$/.test(br.parentNode.nodeName)) {
      br.remove();
    }
  }
  return parser.parse(body);
}

/** Pasted text: blank lines part paragraphs, single line ends are line breaks. */
export function parsePlainText(text, $context, plain) {
  const marks = $context.marks();
  const paragraphs = text
    .replace(/\r\n?/g, "\n")
    .split(/\n{2,}/)
    .map((block) => {
      const content = [];
      for (const [index, line] of block.split("\n").entries()) {
        if (index > 0) content.push(schema.nodes.hard_break.create());
        if (line) content.push(schema.text(line, plain ? marks : []));
      }
      return schema.nodes.paragraph.create(null, content);
    });
  return new Slice(Fragment.fromArray(paragraphs), 1, 1);
}

/** Whether there is nothing to send: no visible character and no image. */
export function isEmptyDoc(doc) {
  let empty = true;
  doc.descendants((node) => {
    if (node.type === schema.nodes.image || (node.isText && node.text.trim() !== "")) empty = false;
    return empty;
  });
  return empty;
}

/** The plain text, a line per block. */
export function plainText(doc) {
  return doc.textBetween(0, doc.content.size, "\n", (leaf) =>
    leaf.type === schema.nodes.hard_break ? "\n" : "",
  );
}

/** Number of characters (Unicode scalar values). */
export function textLength(doc) {
  let count = 0;
  for (const _ of plainText(doc)) count += 1;
  return count;
}

/** Bytes of the plain text as UTF-8, which is what the server limits. */
export function textBytes(doc) {
  return new TextEncoder().encode(plainText(doc)).length;
}

function unwrapFirstParagraph(element) {
  const first = element.firstElementChild;
  if (first?.nodeName !== "P") return;
  const rest = [...element.children].slice(1);
  if (rest.every((child) => child.nodeName === "UL" || child.nodeName === "OL")) {
    first.replaceWith(...first.childNodes);
  }
}

/**
 * The HTML of `doc`, "" when it is empty.
 * `resolve` turns the address of an image into the canonical one, or null when the image
 * has not (or will never have) arrived: such an image is left out.
 */
export function serializeDoc(doc, resolve = (src) => src) {
  if (isEmptyDoc(doc)) return "";
  // In the page's own document an <img> would start to load the moment it is made.
  const inert = document.implementation.createHTMLDocument("");
  const root = inert.createElement("div");
  root.append(serializer.serializeFragment(doc.content, { document: inert }));
  for (const image of root.querySelectorAll("img")) {
    const src = resolve(image.getAttribute("src"));
    if (src && isAttachmentSrc(src)) image.setAttribute("src", src);
    else image.remove();
  }
  // Tight lists and cells: readers (mails above all) put a margin around every <p>.
  for (const element of root.querySelectorAll("li, td, th")) unwrapFirstParagraph(element);
  while (root.children.length > 1 && isBlank(root.lastElementChild)) root.lastElementChild.remove();
  for (const p of root.querySelectorAll("p, h2, h3, h4")) {
    // A collapsed paragraph would swallow the blank line the writer meant.
    if (!p.hasChildNodes()) p.append(inert.createElement("br"));
  }
  return isBlank(root) ? "" : root.innerHTML;
}

function isBlank(element) {
  if (element !== null && /^(HR|TABLE|PRE)$/.test(element.nodeName)) return false;
  return element.textContent.trim() === "" && !element.querySelector("img, hr, table");
}

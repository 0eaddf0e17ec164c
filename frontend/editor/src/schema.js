// The document that the editor can hold. It is the allow-list of the server's
// sanitiser in ProseMirror's terms: what is not here cannot be typed, pasted or sent.
import { Schema } from "prosemirror-model";

/** Heading levels a person can choose; h1 belongs to the page around the text. */
export const HEADING_LEVELS = [2, 3, 4];

const ATTACHMENT = /^\/api\/v1\/attachments\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PENDING = /^upload:\d+$/;

/** Whether `src` is the canonical address of an attachment, the only one that leaves the editor. */
export function isAttachmentSrc(src) {
  return ATTACHMENT.test(src);
}

/** Whether `src` names an image that is still on its way to the server. */
export function isPendingSrc(src) {
  return PENDING.test(src);
}

/** Brings an image address into canonical form (path only), or gives null when it is foreign. */
export function canonicalSrc(src) {
  if (!src) return null;
  if (isAttachmentSrc(src) || isPendingSrc(src)) return src;
  const origin = globalThis.location?.origin;
  if (origin && origin !== "null" && src.startsWith(`${origin}/`)) {
    const path = src.slice(origin.length);
    if (isAttachmentSrc(path)) return path;
  }
  return null;
}

/** Whether a link may point there: http, https and mailto only, and never a control character. */
export function isSafeHref(href) {
  return typeof href === "string" && /^(?:https?:\/\/[^\s]+|mailto:[^\s@]+@[^\s@]+)$/i.test(href);
}

function clampSpan(value) {
  const span = Number.parseInt(value, 10);
  return Number.isInteger(span) && span > 1 ? Math.min(span, 100) : 1;
}

function cellSpec(tag, role) {
  return {
    content: "block+",
    tableRole: role,
    isolating: true,
    // prosemirror-tables reads `colwidth`; columns size themselves here, so it stays null.
    attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
    parseDOM: [
      {
        tag,
        getAttrs: (dom) => ({
          colspan: clampSpan(dom.getAttribute("colspan")),
          rowspan: clampSpan(dom.getAttribute("rowspan")),
        }),
      },
    ],
    toDOM({ attrs }) {
      const out = {};
      if (attrs.colspan > 1) out.colspan = attrs.colspan;
      if (attrs.rowspan > 1) out.rowspan = attrs.rowspan;
      return [tag, out, 0];
    },
  };
}

const nodes = {
  doc: { content: "block+" },
  paragraph: {
    content: "inline*",
    group: "block",
    parseDOM: [{ tag: "p" }],
    toDOM: () => ["p", 0],
  },
  heading: {
    attrs: { level: { default: 2 } },
    content: "inline*",
    group: "block",
    defining: true,
    parseDOM: [1, 2, 3, 4, 5, 6].map((level) => ({
      tag: `h${level}`,
      attrs: { level: Math.min(Math.max(level, 2), 4) },
    })),
    toDOM: ({ attrs }) => [`h${attrs.level}`, 0],
  },
  blockquote: {
    content: "block+",
    group: "block",
    defining: true,
    parseDOM: [{ tag: "blockquote" }],
    toDOM: () => ["blockquote", 0],
  },
  code_block: {
    content: "text*",
    marks: "",
    group: "block",
    code: true,
    defining: true,
    parseDOM: [{ tag: "pre", preserveWhitespace: "full" }],
    toDOM: () => ["pre", ["code", 0]],
  },
  horizontal_rule: {
    group: "block",
    parseDOM: [{ tag: "hr" }],
    toDOM: () => ["hr"],
  },
  bullet_list: {
    content: "list_item+",
    group: "block",
    parseDOM: [{ tag: "ul" }],
    toDOM: () => ["ul", 0],
  },
  ordered_list: {
    attrs: { order: { default: 1 } },
    content: "list_item+",
    group: "block",
    parseDOM: [
      {
        tag: "ol",
        getAttrs(dom) {
          const start = Number.parseInt(dom.getAttribute("start"), 10);
          return { order: Number.isInteger(start) && start > 0 ? Math.min(start, 1000) : 1 };
        },
      },
    ],
    toDOM: ({ attrs }) => (attrs.order === 1 ? ["ol", 0] : ["ol", { start: attrs.order }, 0]),
  },
  list_item: {
    content: "paragraph block*",
    defining: true,
    parseDOM: [{ tag: "li" }],
    toDOM: () => ["li", 0],
  },
  table: {
    content: "table_row+",
    tableRole: "table",
    isolating: true,
    group: "block",
    parseDOM: [{ tag: "table" }],
    toDOM: () => ["table", ["tbody", 0]],
  },
  table_row: {
    content: "(table_cell | table_header)*",
    tableRole: "row",
    parseDOM: [{ tag: "tr" }],
    toDOM: () => ["tr", 0],
  },
  table_cell: cellSpec("td", "cell"),
  table_header: cellSpec("th", "header_cell"),
  text: { group: "inline" },
  image: {
    inline: true,
    attrs: { src: {}, alt: { default: "" } },
    group: "inline",
    draggable: true,
    parseDOM: [
      {
        tag: "img",
        getAttrs(dom) {
          // A page that shows a text has to load its images with the access token and
          // puts a blob: address in `src`; `data-src` keeps the real one for copy and paste.
          const src = canonicalSrc(dom.getAttribute("src")) ?? canonicalSrc(dom.dataset?.src);
          return src ? { src, alt: (dom.getAttribute("alt") ?? "").slice(0, 500) } : false;
        },
      },
    ],
    toDOM: ({ attrs }) => ["img", { src: attrs.src, alt: attrs.alt }],
  },
  hard_break: {
    inline: true,
    group: "inline",
    selectable: false,
    parseDOM: [{ tag: "br" }],
    toDOM: () => ["br"],
  },
};

const marks = {
  link: {
    attrs: { href: {} },
    inclusive: false,
    // Links are underlined already: pasted ones carry a <u> that would stay behind.
    excludes: "link underline",
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs(dom) {
          const href = dom.getAttribute("href").trim();
          return isSafeHref(href) ? { href } : false;
        },
      },
    ],
    toDOM: ({ attrs }) => ["a", { href: attrs.href }, 0],
  },
  strong: {
    parseDOM: [{ tag: "strong" }, { tag: "b" }],
    toDOM: () => ["strong", 0],
  },
  em: {
    parseDOM: [{ tag: "em" }, { tag: "i" }, { tag: "cite" }],
    toDOM: () => ["em", 0],
  },
  underline: {
    parseDOM: [{ tag: "u" }, { tag: "ins" }],
    toDOM: () => ["u", 0],
  },
  strike: {
    parseDOM: [{ tag: "s" }, { tag: "del" }, { tag: "strike" }],
    toDOM: () => ["s", 0],
  },
  code: {
    parseDOM: [{ tag: "code" }, { tag: "kbd" }, { tag: "samp" }, { tag: "tt" }],
    toDOM: () => ["code", 0],
  },
};

/** The one schema of the editor. */
export const schema = new Schema({ nodes, marks });

// Makes what Word, Outlook, Gmail and web pages put on the clipboard fit to be parsed:
// their formatting lives in styles and in tables for layout, which the schema drops.
import { inertBody } from "./html.js";
import { canonicalSrc } from "./schema.js";

const KEPT_ATTRIBUTES = new Set(["href", "src", "alt", "colspan", "rowspan", "start", "data-src"]);
const NBSP = "\u00a0";

/** Whether the markup was copied from a ProseMirror editor (then it is clean already). */
export function isOwnSlice(html) {
  return /\sdata-pm-slice=/.test(html);
}

/** Styles would be refused, and reported, by the CSP the moment they are parsed. */
function setStylesAside(html) {
  const bare = html.replace(/<style\b[^>]*>[\s\S]*?<\/style\s*>/gi, "");
  return bare.replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));
}

function styleOf(element) {
  return (element.getAttribute("data-style") ?? "").toLowerCase().replace(/\s*:\s*/g, ":");
}

function wrapChildren(element, tag) {
  const wrapper = element.ownerDocument.createElement(tag);
  wrapper.append(...element.childNodes);
  element.append(wrapper);
}

function unwrap(element) {
  element.replaceWith(...element.childNodes);
}

function dropInvisible(body) {
  const gone = "style, script, meta, link, title, xml, template, noscript, object, iframe, svg, math";
  for (const element of body.querySelectorAll(gone)) element.remove();
  for (const element of [...body.querySelectorAll("[data-style], [hidden]")]) {
    if (element.hidden || /display:none|mso-hide:all/.test(styleOf(element))) element.remove();
  }
  const walker = body.ownerDocument.createTreeWalker(body, 128 /* SHOW_COMMENT */);
  const comments = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.remove();
}

// Word writes a list as paragraphs: <p style="mso-list:l0 level2 lfo1"><span
// style="mso-list:Ignore">o </span>text</p>. The marker tells bullets from numbers.
function wordListItem(element) {
  if (!element || element.nodeName !== "P") return null;
  const match = /mso-list:\s*\S+\s+level(\d)/.exec(styleOf(element));
  return match ? { level: Number(match[1]) } : null;
}

function takeMarker(element) {
  const marker = [...element.querySelectorAll("[data-style]")].find((child) =>
    /mso-list:ignore/.test(styleOf(child)),
  );
  const text = marker?.textContent.replaceAll(NBSP, " ").trim() ?? "";
  marker?.remove();
  return text;
}

function rebuildWordLists(body) {
  for (const start of [...body.querySelectorAll("p[data-style]")]) {
    if (!start.isConnected || !wordListItem(start)) continue;
    const stack = [];
    let current = start;
    const anchor = body.ownerDocument.createComment("");
    start.before(anchor);
    for (let item = wordListItem(current); item; item = wordListItem(current)) {
      const next = current.nextElementSibling;
      const marker = takeMarker(current);
      const number = /^\(?(\d+|[a-z]|[ivx]+)[.)]/i.exec(marker);
      const tag = number ? "ol" : "ul";
      while (stack.length > item.level) stack.pop();
      while (stack.length < item.level) {
        const list = body.ownerDocument.createElement(tag);
        const parent = stack.at(-1);
        if (!parent) anchor.before(list);
        else (parent.lastElementChild ?? parent.appendChild(emptyItem(body))).append(list);
        if (number && Number(number[1]) > 1) list.setAttribute("start", number[1]);
        stack.push(list);
      }
      const li = body.ownerDocument.createElement("li");
      li.append(...current.childNodes);
      stack.at(-1).append(li);
      current.remove();
      current = next;
    }
    anchor.remove();
  }
}

function emptyItem(body) {
  return body.ownerDocument.createElement("li");
}

function stylesToTags(body) {
  for (const element of [...body.querySelectorAll("[data-style]")]) {
    const style = styleOf(element);
    const heading = /^(H[1-6]|TH)$/.test(element.nodeName);
    const weight = /font-weight:(bold|bolder|normal|\d+)/.exec(style)?.[1];
    const bold = weight === "bold" || weight === "bolder" || Number(weight) >= 600;
    if (/^(B|STRONG)$/.test(element.nodeName) && weight && !bold) {
      // Google Docs wraps everything in <b style="font-weight:normal">.
      unwrap(element);
      continue;
    }
    if (/^(TABLE|TBODY|THEAD|TR|UL|OL|BODY)$/.test(element.nodeName)) continue;
    if (bold && !heading) wrapChildren(element, "strong");
    if (/font-style:(italic|oblique)/.test(style)) wrapChildren(element, "em");
    const decoration = /text-decoration(?:-line)?:([^;]*)/.exec(style)?.[1] ?? "";
    if (decoration.includes("underline") && element.nodeName !== "A") wrapChildren(element, "u");
    if (decoration.includes("line-through")) wrapChildren(element, "s");
  }
}

/** Tables that hold the layout of a mail, not rows of values. */
function isLayoutTable(table) {
  const role = table.getAttribute("role");
  if (role === "presentation" || role === "none") return true;
  return table.querySelector("table") !== null || table.querySelectorAll("td, th").length < 2;
}

function unwrapLayoutTables(body) {
  // Outermost first: an inner table of values stays once the layout around it is gone.
  for (const table of [...body.querySelectorAll("table")]) {
    if (!isLayoutTable(table)) continue;
    const cells = [...table.querySelectorAll("td, th")].filter(
      (cell) => cell.closest("table") === table,
    );
    const blocks = cells.map((cell) => {
      const block = body.ownerDocument.createElement("div");
      block.append(...cell.childNodes);
      return block;
    });
    table.replaceWith(...blocks);
  }
}

/** Blank paragraphs that stand for spacing, and no-break spaces that stand for spaces. */
function tidySpacing(body) {
  for (const block of [...body.querySelectorAll("p, div")]) {
    const blank = block.textContent.replaceAll(NBSP, " ").trim() === "";
    if (blank && !block.querySelector("img, table, hr, ul, ol, pre")) block.remove();
  }
  const walker = body.ownerDocument.createTreeWalker(body, 4 /* SHOW_TEXT */);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    if (!text.parentElement?.closest("pre, code")) {
      // French typography keeps its no-break space before : ; ! ? and inside « ».
      text.data = text.data.replace(/\u00a0(?![:;!?»%€])/g, (space, at, all) =>
        all[at - 1] === "«" ? space : " ",
      );
    }
  }
}

function keepAllowedAttributes(body) {
  for (const element of body.querySelectorAll("*")) {
    for (const name of element.getAttributeNames()) {
      if (!KEPT_ATTRIBUTES.has(name)) element.removeAttribute(name);
    }
  }
}

function dataUrlToFile(url, name) {
  const match = /^data:(image\/(?:png|jpeg|gif|webp));base64,([a-z0-9+/=\s]+)$/i.exec(url);
  if (!match) return null;
  const type = match[1].toLowerCase();
  let bytes;
  try {
    bytes = Uint8Array.from(atob(match[2]), (char) => char.codePointAt(0));
  } catch {
    return null;
  }
  return new File([bytes], `${name}.${type.slice(6)}`, { type });
}

/** Images that came inside the markup are uploaded; those of other sites cannot come along. */
function adoptImages(body, adopt) {
  let foreign = 0;
  for (const image of [...body.querySelectorAll("img")]) {
    const src = image.getAttribute("src") ?? "";
    const own = canonicalSrc(src) ?? canonicalSrc(image.getAttribute("data-src"));
    const file = own ? null : dataUrlToFile(src, "image");
    const pending = file && adopt ? adopt(file) : null;
    if (own || pending) {
      image.setAttribute("src", own ?? pending);
      continue;
    }
    const tracker = image.getAttribute("width") === "1" || image.getAttribute("height") === "1";
    if (!tracker) foreign += 1;
    image.remove();
  }
  return foreign;
}

/**
 * Cleans pasted markup.
 * `adopt(file)` takes an image found in it and gives the `upload:n` address to show meanwhile.
 * Gives the markup and the number of images that had to be left behind.
 */
export function cleanPastedHtml(html, adopt) {
  const body = inertBody(setStylesAside(html));
  dropInvisible(body);
  rebuildWordLists(body);
  unwrapLayoutTables(body);
  stylesToTags(body);
  const foreignImages = adoptImages(body, adopt);
  tidySpacing(body);
  keepAllowedAttributes(body);
  return { html: body.innerHTML, foreignImages };
}

/** Whether the markup says something besides its images (then images on the clipboard are copies). */
export function hasText(html) {
  const body = inertBody(setStylesAside(html));
  dropInvisible(body);
  return body.textContent.replaceAll(NBSP, " ").trim() !== "";
}

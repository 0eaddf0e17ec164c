// Addresses become links: while typing, and in pasted text.
import { InputRule } from "prosemirror-inputrules";
import { Fragment, Slice } from "prosemirror-model";
import { isSafeHref, schema } from "./schema.js";

const { link, code } = schema.marks;
const ADDRESS = /\bhttps?:\/\/[^\s<>"«»]+/gi;

/** Cuts the punctuation that ends the sentence, not the address. */
function trimAddress(address) {
  let text = address.replace(/[.,;:!?…'’]+$/, "");
  if (text.endsWith(")") && !text.includes("(")) text = text.slice(0, -1);
  return text;
}

/** Typing a space after an address links it. */
export const autolinkRule = new InputRule(
  /(?:^|\s|\()(https?:\/\/[^\s<>"«»]+)\s$/i,
  (state, match, start, end) => {
    const address = trimAddress(match[1]);
    const from = start + match[0].indexOf(match[1]);
    if (!isSafeHref(address) || state.doc.rangeHasMark(from, end, link)) return null;
    if (state.doc.rangeHasMark(from, end, code)) return null;
    return state.tr
      .addMark(from, from + address.length, link.create({ href: address }))
      .insertText(match[0].slice(-1), end)
      .removeStoredMark(link);
  },
);

function linkText(node) {
  const pieces = [];
  let last = 0;
  for (const match of node.text.matchAll(ADDRESS)) {
    const address = trimAddress(match[0]);
    if (!isSafeHref(address)) continue;
    if (match.index > last) pieces.push(node.cut(last, match.index));
    const end = match.index + address.length;
    pieces.push(node.cut(match.index, end).mark(link.create({ href: address }).addToSet(node.marks)));
    last = end;
  }
  if (last === 0) return [node];
  if (last < node.text.length) pieces.push(node.cut(last));
  return pieces;
}

function linkFragment(fragment, parent) {
  const children = [];
  fragment.forEach((node) => {
    const plain = node.isText && !link.isInSet(node.marks) && !code.isInSet(node.marks);
    if (plain && !parent?.type.spec.code) children.push(...linkText(node));
    else children.push(node.isText ? node : node.copy(linkFragment(node.content, node)));
  });
  return Fragment.fromArray(children);
}

/** Links every bare address of a pasted slice. */
export function linkSlice(slice) {
  return new Slice(linkFragment(slice.content, null), slice.openStart, slice.openEnd);
}

// What the buttons and shortcuts do, as ProseMirror commands.
import { lift, setBlockType, wrapIn } from "prosemirror-commands";
import { liftListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

/** Whether `type` is on at the cursor or anywhere in the selection. */
export function markActive(state, type) {
  const { from, to, empty, $from } = state.selection;
  if (empty) return Boolean(type.isInSet(state.storedMarks ?? $from.marks()));
  return state.doc.rangeHasMark(from, to, type);
}

/** The innermost ancestor of the selection that `test` accepts: {node, pos, depth} or null. */
export function findAncestor(state, test) {
  const { $from } = state.selection;
  for (let depth = $from.depth; depth > 0; depth -= 1) {
    const node = $from.node(depth);
    if (test(node)) return { node, pos: $from.before(depth), depth };
  }
  return null;
}

/** Whether the selection is inside a node of `type` (for headings: of that level). */
export function nodeActive(state, type, attrs = {}) {
  return (
    findAncestor(
      state,
      (node) =>
        node.type === type && Object.entries(attrs).every(([key, value]) => node.attrs[key] === value),
    ) !== null
  );
}

const isList = (node) => node.type === nodes.bullet_list || node.type === nodes.ordered_list;

/** The list the selection is in, if any. */
export function listActive(state, type) {
  return findAncestor(state, isList)?.node.type === type;
}

/** Into a list, out of it, or from bullets to numbers and back. */
export function toggleList(type) {
  return (state, dispatch, view) => {
    const list = findAncestor(state, isList);
    if (!list) return wrapInList(type)(state, dispatch, view);
    if (list.node.type === type) return liftListItem(nodes.list_item)(state, dispatch, view);
    if (dispatch) dispatch(state.tr.setNodeMarkup(list.pos, type, {}));
    return true;
  };
}

/** Into a quotation or out of it. */
export function toggleQuote(state, dispatch, view) {
  if (nodeActive(state, nodes.blockquote)) return lift(state, dispatch);
  return wrapIn(nodes.blockquote)(state, dispatch, view);
}

/** To a code block and back to a paragraph. */
export function toggleCodeBlock(state, dispatch, view) {
  const type = nodeActive(state, nodes.code_block) ? nodes.paragraph : nodes.code_block;
  return setBlockType(type)(state, dispatch, view);
}

/** Removes marks, headings and code blocks from the selection (from its block when empty). */
export function clearFormatting(state, dispatch) {
  const { $from, $to, empty } = state.selection;
  const from = empty ? $from.start() : state.selection.from;
  const to = empty ? $to.end() : state.selection.to;
  const tr = state.tr.removeMark(from, to).setStoredMarks([]);
  state.doc.nodesBetween(from, to, (node, pos) => {
    if (node.type === nodes.heading || node.type === nodes.code_block) {
      const at = tr.mapping.map(pos);
      tr.setBlockType(at, at + node.nodeSize, nodes.paragraph);
    }
    return true;
  });
  if (dispatch) dispatch(tr.scrollIntoView());
  return true;
}

/** A line break inside the paragraph. */
export function insertBreak(state, dispatch) {
  if (dispatch) dispatch(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
  return true;
}

/** Enter on the empty last line of a code block leaves it. */
export function leaveCodeBlock(state, dispatch) {
  const { $from, empty } = state.selection;
  if (!empty || $from.parent.type !== nodes.code_block) return false;
  const text = $from.parent.textContent;
  if ($from.parentOffset !== $from.parent.content.size || !text.endsWith("\n")) return false;
  if (dispatch) {
    const after = $from.after();
    const tr = state.tr.insert(after, nodes.paragraph.create());
    tr.setSelection(TextSelection.create(tr.doc, after + 1)).delete($from.pos - 1, $from.pos);
    dispatch(tr.scrollIntoView());
  }
  return true;
}

/** A table with a header row, the cursor in its first cell. */
export function insertTable(rows, columns) {
  return (state, dispatch) => {
    const row = (type) =>
      nodes.table_row.create(null, Array.from({ length: columns }, () => type.createAndFill()));
    const table = nodes.table.create(null, [
      row(nodes.table_header),
      ...Array.from({ length: rows - 1 }, () => row(nodes.table_cell)),
    ]);
    if (dispatch) {
      const start = state.selection.from;
      const tr = state.tr.replaceSelectionWith(table);
      let at = null;
      tr.doc.nodesBetween(Math.max(start - 2, 0), tr.doc.content.size, (node, pos) => {
        if (at === null && node.type === nodes.table && pos >= start - 2) at = pos;
        return at === null;
      });
      // Doors of the table, its first row, first cell and that cell's paragraph.
      if (at !== null) tr.setSelection(TextSelection.near(tr.doc.resolve(at + 4)));
      dispatch(tr.scrollIntoView());
    }
    return true;
  };
}

/** The link at the cursor or at the start of the selection, with its whole extent. */
export function linkAt(state) {
  const { $from, from, to, empty } = state.selection;
  const isLink = (node) => node && marks.link.isInSet(node.marks);
  const parent = $from.parent;
  let start = $from.start();
  let found = null;
  parent.forEach((node, offset) => {
    const mark = isLink(node);
    const begin = start + offset;
    const end = begin + node.nodeSize;
    if (!mark) return;
    if (found && found.to === begin && found.mark.eq(mark)) found.to = end;
    else if (!found || !found.hit) found = { mark, from: begin, to: end, hit: false };
    else return;
    const touches = empty ? begin <= from && from <= end : begin < to && from < end;
    found.hit = found.hit || touches;
  });
  return found?.hit ? { href: found.mark.attrs.href, from: found.from, to: found.to } : null;
}

/** What a person typed as an address → a safe href, or null. */
export function normalizeHref(input) {
  const text = input.trim();
  if (/^https?:\/\/[^\s]+$/i.test(text)) return text;
  if (/^mailto:[^\s@]+@[^\s@]+$/i.test(text)) return text;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(text)) return `mailto:${text}`;
  if (/^[\p{L}\d-]+(?:\.[\p{L}\d-]+)+(?::\d+)?(?:[/?#][^\s]*)?$/u.test(text)) return `https://${text}`;
  return null;
}

/** Puts `href` on the range; `text` replaces what it shows when it differs. */
export function setLink(range, href, text) {
  return (state, dispatch) => {
    const mark = marks.link.create({ href });
    const tr = state.tr;
    let { from, to } = range;
    const shown = state.doc.textBetween(from, to);
    if (text && text !== shown) {
      const kept = state.doc.resolve(from).marksAcross(state.doc.resolve(to)) ?? [];
      tr.replaceWith(from, to, schema.text(text, marks.link.removeFromSet(kept)));
      to = from + text.length;
    } else if (from === to) {
      tr.insertText(href.replace(/^mailto:/i, ""), from);
      to = from + href.replace(/^mailto:/i, "").length;
    }
    tr.removeMark(from, to, marks.underline).addMark(from, to, mark);
    tr.setSelection(TextSelection.create(tr.doc, to)).removeStoredMark(mark);
    if (dispatch) dispatch(tr.scrollIntoView());
    return true;
  };
}

/** Takes the link off the range. */
export function removeLink(range) {
  return (state, dispatch) => {
    if (dispatch) dispatch(state.tr.removeMark(range.from, range.to, marks.link));
    return true;
  };
}

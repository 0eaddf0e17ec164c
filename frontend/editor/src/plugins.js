// Small plugins: placeholder, the selection while a popup has the focus, a last paragraph.
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { schema } from "./schema.js";

const { nodes } = schema;

/** Shows `text()` while the document is one empty paragraph. */
export function placeholder(text) {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const only = doc.firstChild;
        const empty =
          doc.childCount === 1 && only.type === nodes.paragraph && only.content.size === 0;
        const shown = text();
        if (!empty || !shown) return null;
        return DecorationSet.create(doc, [
          Decoration.node(0, only.nodeSize, { class: "re-placeholder", "data-placeholder": shown }),
        ]);
      },
    },
  });
}

const heldKey = new PluginKey("held");

/** Draws the range that a popup works on, as the browser's own selection is elsewhere then. */
export function heldSelection() {
  return new Plugin({
    key: heldKey,
    state: {
      init: () => null,
      apply(tr, held) {
        const set = tr.getMeta(heldKey);
        if (set !== undefined) return set;
        return held && { from: tr.mapping.map(held.from), to: tr.mapping.map(held.to) };
      },
    },
    props: {
      decorations(state) {
        const held = heldKey.getState(state);
        if (!held || held.from >= held.to) return null;
        return DecorationSet.create(state.doc, [
          Decoration.inline(held.from, held.to, { class: "re-held" }),
        ]);
      },
    },
  });
}

/** A transaction that draws `range` as selected, or stops to with null. */
export function hold(state, range) {
  return state.tr.setMeta(heldKey, range).setMeta("addToHistory", false);
}

const CLOSED = new Set([nodes.table, nodes.code_block, nodes.horizontal_rule]);

/** One can always write below a table or a code block. `serializeDoc` drops the empty line. */
export function lastParagraph() {
  return new Plugin({
    appendTransaction(transactions, before, { doc, tr }) {
      if (!CLOSED.has(doc.lastChild?.type)) return null;
      return tr.insert(doc.content.size, nodes.paragraph.create());
    },
  });
}

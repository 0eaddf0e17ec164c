// Keys and what typing turns into.
import {
  baseKeymap,
  chainCommands,
  newlineInCode,
  setBlockType,
  toggleMark,
} from "prosemirror-commands";
import { redo, undo } from "prosemirror-history";
import {
  InputRule,
  inputRules,
  textblockTypeInputRule,
  undoInputRule,
  wrappingInputRule,
} from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem } from "prosemirror-schema-list";
import { TextSelection } from "prosemirror-state";
import { goToNextCell } from "prosemirror-tables";
import { autolinkRule } from "./autolink.js";
import { insertBreak, leaveCodeBlock, toggleList, toggleQuote } from "./commands.js";
import { schema } from "./schema.js";

const { nodes, marks } = schema;

/**
 * Shortcuts by tool. No Ctrl+Alt: on a French keyboard that is AltGr, which types @ # { [.
 */
export const SHORTCUTS = {
  bold: "Mod-b",
  italic: "Mod-i",
  underline: "Mod-u",
  strike: "Mod-Shift-x",
  code: "Mod-e",
  link: "Mod-k",
  numbers: "Mod-Shift-7",
  bullets: "Mod-Shift-8",
  quote: "Mod-Shift-9",
  undo: "Mod-z",
  redo: "Mod-y",
};

/** `**bold**` and the like: the delimiters go, the mark comes. */
function markRule(pattern, type) {
  return new InputRule(pattern, (state, match, start, end) => {
    const text = match[1];
    const from = start + match[0].indexOf(match[0].trimStart());
    const lead = match[0].trimStart();
    const open = lead.indexOf(text);
    const $from = state.doc.resolve(from);
    if (!text.trim() || !$from.parent.type.allowsMarkType(type)) return null;
    if (state.doc.rangeHasMark(from, end, marks.code)) return null;
    const tr = state.tr;
    const typed = end - from;
    tr.delete(from + open + text.length, from + typed).delete(from, from + open);
    return tr.addMark(from, from + text.length, type.create()).removeStoredMark(type);
  });
}

/** `---` alone in its paragraph becomes a line, the cursor below it. */
const lineRule = new InputRule(/^---$/, (state, match, start) => {
  const $start = state.doc.resolve(start);
  const before = $start.before();
  if ($start.parent.type !== nodes.paragraph || $start.parent.textContent !== "--") return null;
  const line = nodes.horizontal_rule.create();
  const tr = state.tr.replaceWith(before, $start.after(), [line, nodes.paragraph.create()]);
  return tr.setSelection(TextSelection.near(tr.doc.resolve(before + 2)));
});

/** Markdown habits: `- `, `1. `, `> `, ```` ``` ````, `# `, `---`, `**bold**`, `` `code` ``. */
export function typingRules() {
  return inputRules({
    rules: [
      wrappingInputRule(/^\s*[-*•]\s$/, nodes.bullet_list),
      wrappingInputRule(
        /^(\d{1,3})[.)]\s$/,
        nodes.ordered_list,
        (match) => ({ order: Number(match[1]) || 1 }),
        (match, node) => node.childCount + node.attrs.order === Number(match[1]),
      ),
      wrappingInputRule(/^\s*>\s$/, nodes.blockquote),
      textblockTypeInputRule(/^```$/, nodes.code_block),
      textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({
        level: match[1].length + 1,
      })),
      lineRule,
      markRule(/(?:^|\s)\*\*([^*\s](?:[^*]*[^*\s])?)\*\*$/, marks.strong),
      markRule(/(?:^|\s)`([^`\s](?:[^`]*[^`\s])?)`$/, marks.code),
      autolinkRule,
    ],
  });
}

/**
 * The keys. Tab works in lists and tables only, and only while it has something to do there:
 * everywhere else it leaves the editor, as it does in any field.
 */
export function keys({ submit, editLink, toToolbar, editImage }) {
  const item = nodes.list_item;
  return [
    keymap({
      [SHORTCUTS.bold]: toggleMark(marks.strong),
      [SHORTCUTS.italic]: toggleMark(marks.em),
      [SHORTCUTS.underline]: toggleMark(marks.underline),
      [SHORTCUTS.strike]: toggleMark(marks.strike),
      [SHORTCUTS.code]: toggleMark(marks.code),
      [SHORTCUTS.link]: editLink,
      [SHORTCUTS.numbers]: toggleList(nodes.ordered_list),
      [SHORTCUTS.bullets]: toggleList(nodes.bullet_list),
      [SHORTCUTS.quote]: toggleQuote,
      [SHORTCUTS.undo]: undo,
      [SHORTCUTS.redo]: redo,
      "Mod-Shift-z": redo,
      "Mod-Shift-0": setBlockType(nodes.paragraph),
      "Mod-Enter": submit,
      "Alt-F10": toToolbar,
      "Shift-Enter": chainCommands(newlineInCode, insertBreak),
      Enter: chainCommands(editImage, leaveCodeBlock, splitListItem(item)),
      Tab: chainCommands(goToNextCell(1), sinkListItem(item)),
      "Shift-Tab": chainCommands(goToNextCell(-1), liftListItem(item)),
      Backspace: undoInputRule,
    }),
    keymap(baseKeymap),
  ];
}

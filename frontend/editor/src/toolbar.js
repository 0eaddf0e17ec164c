// The toolbar: one tab stop, arrow keys inside, state read from the document.
import { setBlockType, toggleMark } from "prosemirror-commands";
import { redo, redoDepth, undo, undoDepth } from "prosemirror-history";
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  isInTable,
  toggleHeaderRow,
} from "prosemirror-tables";
import {
  clearFormatting,
  insertTable,
  listActive,
  markActive,
  nodeActive,
  toggleCodeBlock,
  toggleList,
  toggleQuote,
} from "./commands.js";
import { h, isMac } from "./dom.js";
import { icon } from "./icons.js";
import { SHORTCUTS } from "./rules.js";
import { HEADING_LEVELS, schema } from "./schema.js";
import { ariaShortcut, shortcutLabel } from "./texts.js";

const { nodes, marks } = schema;

const mark = (type) => ({
  run: toggleMark(type),
  pressed: (state) => markActive(state, type),
  enabled: (state) => toggleMark(type)(state),
});

const TOOLS = {
  style: {},
  bold: mark(marks.strong),
  italic: mark(marks.em),
  underline: mark(marks.underline),
  strike: mark(marks.strike),
  code: mark(marks.code),
  bullets: {
    run: toggleList(nodes.bullet_list),
    pressed: (state) => listActive(state, nodes.bullet_list),
    enabled: (state) => toggleList(nodes.bullet_list)(state),
  },
  numbers: {
    run: toggleList(nodes.ordered_list),
    pressed: (state) => listActive(state, nodes.ordered_list),
    enabled: (state) => toggleList(nodes.ordered_list)(state),
  },
  quote: {
    run: toggleQuote,
    pressed: (state) => nodeActive(state, nodes.blockquote),
    enabled: (state) => toggleQuote(state),
  },
  codeBlock: {
    run: toggleCodeBlock,
    pressed: (state) => nodeActive(state, nodes.code_block),
    enabled: (state) => toggleCodeBlock(state),
  },
  link: {
    pressed: (state) => markActive(state, marks.link),
    enabled: (state) => !nodeActive(state, nodes.code_block),
    popup: "dialog",
  },
  image: { enabled: (state) => !nodeActive(state, nodes.code_block) },
  table: { popup: "menu", enabled: (state) => !nodeActive(state, nodes.code_block) },
  clear: { run: clearFormatting },
  undo: { run: undo, enabled: (state) => undoDepth(state) > 0 },
  redo: { run: redo, enabled: (state) => redoDepth(state) > 0 },
};

const FULL = [
  ["style"],
  ["bold", "italic", "underline", "strike"],
  ["bullets", "numbers", "quote"],
  ["link", "image", "table", "code", "codeBlock"],
  ["clear"],
  ["undo", "redo"],
];
const MINIMAL = [["bold", "italic", "underline"], ["bullets", "numbers"], ["link", "image"]];

/** The toolbar of one editor. */
export class Toolbar {
  #host;
  #buttons = new Map();
  #styleLabel = null;

  /**
   * `host`: {view, texts, popups, disabled, run(command), editLink(anchor), chooseImages(anchor)}.
   */
  constructor(host, minimal) {
    this.#host = host;
    const { texts } = host;
    this.dom = h("div", {
      class: "re-toolbar",
      role: "toolbar",
      "aria-label": texts.toolbar,
    });
    for (const group of minimal ? MINIMAL : FULL) {
      const element = h("div", { class: "re-group", role: "group" });
      for (const id of group) {
        const button = id === "style" ? this.#styleButton() : this.#button(id);
        this.#buttons.set(id, button);
        element.append(button);
      }
      this.dom.append(element);
    }
    this.#setStop(this.#all[0]);
    this.dom.addEventListener("keydown", (event) => this.#onKey(event));
    // A click must not take the selection away from the text.
    this.dom.addEventListener("mousedown", (event) => event.preventDefault());
  }

  get #all() {
    return [...this.#buttons.values()];
  }

  /** The element of a tool, to open a popup under. */
  button(id) {
    return this.#buttons.get(id);
  }

  /** Focuses the tool that holds the tab stop. */
  focus() {
    this.#all.find((button) => button.tabIndex === 0)?.focus();
  }

  #setStop(stop) {
    for (const button of this.#all) button.tabIndex = button === stop ? 0 : -1;
  }

  #onKey(event) {
    const all = this.#all;
    const at = all.indexOf(event.target.closest("button"));
    const next = {
      ArrowRight: (at + 1) % all.length,
      ArrowLeft: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (next !== undefined) {
      this.#setStop(all[next]);
      all[next].focus();
    } else if (event.key === "ArrowDown" && all[at].getAttribute("aria-haspopup") === "menu") {
      all[at].click();
    } else if (event.key === "Escape") {
      this.#host.view.focus();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #button(id) {
    const { texts } = this.#host;
    const tool = TOOLS[id];
    const shortcut = SHORTCUTS[id];
    const label = texts[id];
    return h(
      "button",
      {
        type: "button",
        class: "re-tool",
        "data-tool": id,
        "aria-label": label,
        title: shortcut ? `${label} (${shortcutLabel(shortcut, texts, isMac)})` : label,
        "aria-keyshortcuts": shortcut ? ariaShortcut(shortcut, isMac) : undefined,
        "aria-pressed": tool.pressed && !tool.popup ? "false" : undefined,
        "aria-haspopup": tool.popup,
        "aria-expanded": tool.popup ? "false" : undefined,
        onclick: (event) => this.#press(id, event),
      },
      icon(id),
    );
  }

  #styleButton() {
    const { texts } = this.#host;
    this.#styleLabel = h("span", { class: "re-style-label" }, texts.paragraph);
    return h(
      "button",
      {
        type: "button",
        class: "re-tool re-style",
        title: texts.style,
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        onclick: (event) => this.#press("style", event),
      },
      this.#styleLabel,
      icon("chevron"),
    );
  }

  #press(id, event) {
    const button = this.#buttons.get(id);
    this.#setStop(button);
    if (button.getAttribute("aria-disabled") === "true") return;
    const { popups, view } = this.#host;
    if (button.getAttribute("aria-expanded") === "true") {
      popups.close(true);
      return;
    }
    // By keyboard the focus comes back to the tool, by pointer to the text.
    const keyboard = event.detail === 0;
    const refocus = () => (keyboard ? button.focus() : view.focus());
    if (id === "style") this.#openStyles(button, refocus);
    else if (id === "table" && isInTable(view.state)) this.#openTable(button, refocus);
    else if (id === "table") this.#run(insertTable(3, 3), false);
    else if (id === "link") this.#host.editLink(button);
    else if (id === "image") this.#host.chooseImages(button);
    else this.#run(TOOLS[id].run, keyboard);
  }

  #run(command, keepFocus) {
    this.#host.run(command);
    if (!keepFocus) this.#host.view.focus();
  }

  #openStyles(anchor, refocus) {
    const { texts, view, popups } = this.#host;
    const item = (label, className, type, attrs) => ({
      label,
      className,
      checked: nodeActive(view.state, type, attrs),
      run: () => this.#run(setBlockType(type, attrs), true),
    });
    popups.menu({
      anchor,
      refocus,
      label: texts.style,
      items: [
        item(texts.paragraph, "", nodes.paragraph),
        ...HEADING_LEVELS.map((level) =>
          item(texts[`heading${level}`], `re-item-h${level}`, nodes.heading, { level }),
        ),
      ],
    });
  }

  #openTable(anchor, refocus) {
    const { texts, popups } = this.#host;
    const item = (id, command, danger = false) => ({
      label: texts[id],
      danger,
      run: () => this.#run(command, false),
    });
    popups.menu({
      anchor,
      refocus,
      label: texts.table,
      items: [
        item("rowBefore", addRowBefore),
        item("rowAfter", addRowAfter),
        item("columnBefore", addColumnBefore),
        item("columnAfter", addColumnAfter),
        item("headerRow", toggleHeaderRow),
        { separator: true },
        item("deleteRow", deleteRow),
        item("deleteColumn", deleteColumn),
        item("deleteTable", deleteTable, true),
      ],
    });
  }

  /** Shows the state of the document. */
  update(state) {
    const { texts, disabled } = this.#host;
    for (const [id, button] of this.#buttons) {
      const tool = TOOLS[id];
      const enabled = !disabled && (tool.enabled?.(state) ?? true);
      button.setAttribute("aria-disabled", String(!enabled));
      const pressed = tool.pressed?.(state) ?? false;
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(pressed));
      else button.classList.toggle("re-on", pressed);
    }
    const table = this.#buttons.get("table");
    if (table) {
      const label = isInTable(state) ? texts.table : texts.insertTable;
      table.setAttribute("aria-label", label);
      table.title = label;
    }
    if (this.#styleLabel) {
      const level = HEADING_LEVELS.find((each) => nodeActive(state, nodes.heading, { level: each }));
      const label = level ? texts[`heading${level}`] : texts.paragraph;
      this.#styleLabel.textContent = label;
      this.#buttons.get("style").setAttribute("aria-label", `${texts.style} : ${label}`);
    }
  }
}

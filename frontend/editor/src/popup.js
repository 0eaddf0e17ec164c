// Menus and small forms that open under a toolbar button. They are children of the editor,
// not of the scrolling toolbar, and are placed through the CSSOM (the CSP refuses style="").
import { h, uniqueId } from "./dom.js";
import { icon } from "./icons.js";

/** One open popup at a time. */
export class Popups {
  #root;
  #open = null;

  constructor(root) {
    this.#root = root;
  }

  get isOpen() {
    return this.#open !== null;
  }

  /** Closes what is open; `refocus` runs what the opener wants focused afterwards. */
  close(refocus = false) {
    const open = this.#open;
    if (!open) return;
    this.#open = null;
    document.removeEventListener("pointerdown", open.outside, true);
    open.element.remove();
    open.anchor?.setAttribute("aria-expanded", "false");
    open.onClose?.();
    if (refocus) open.refocus();
  }

  #show(element, { anchor, refocus, onClose }) {
    this.close();
    const outside = (event) => {
      if (!element.contains(event.target) && !anchor?.contains(event.target)) this.close();
    };
    this.#open = { element, anchor, refocus, onClose, outside };
    document.addEventListener("pointerdown", outside, true);
    this.#root.append(element);
    if (anchor?.hasAttribute("aria-haspopup")) anchor.setAttribute("aria-expanded", "true");
    this.#place(element, anchor);
  }

  #place(element, anchor) {
    const root = this.#root.getBoundingClientRect();
    const at = (anchor ?? this.#root).getBoundingClientRect();
    const room = root.width - element.offsetWidth - 8;
    element.style.insetBlockStart = `${at.bottom - root.top + 6}px`;
    element.style.left = `${Math.max(8, Math.min(at.left - root.left, room))}px`;
  }

  /**
   * Opens a menu. `items`: {label, checked?, disabled?, danger?, separator?, run}.
   * `focusFirst` is false when it was opened by pointer: the text keeps its selection.
   */
  menu({ anchor, label, items, refocus, className }) {
    const buttons = [];
    const element = h("div", {
      class: `re-popup re-menu ${className ?? ""}`,
      role: "menu",
      "aria-label": label,
    });
    for (const item of items) {
      if (item.separator) {
        element.append(h("div", { class: "re-separator", role: "separator" }));
        continue;
      }
      const radio = item.checked !== undefined;
      const button = h(
        "button",
        {
          type: "button",
          class: `re-item ${item.danger ? "re-danger" : ""} ${item.className ?? ""}`,
          role: radio ? "menuitemradio" : "menuitem",
          tabIndex: -1,
          "aria-checked": radio ? String(item.checked) : undefined,
          onclick: () => {
            this.close(true);
            item.run();
          },
        },
        ...(radio ? [h("span", { class: "re-check" }, ...(item.checked ? [icon("check")] : []))] : []),
        h("span", {}, item.label),
      );
      buttons.push(button);
      element.append(button);
    }
    element.addEventListener("keydown", (event) => {
      const at = buttons.indexOf(document.activeElement);
      const last = buttons.length - 1;
      const next = {
        ArrowDown: at >= last ? 0 : at + 1,
        ArrowUp: at <= 0 ? last : at - 1,
        Home: 0,
        End: last,
      }[event.key];
      if (next !== undefined) buttons[next].focus();
      else if (event.key === "Escape" || event.key === "Tab") this.close(true);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    this.#show(element, { anchor, refocus });
    (buttons.find((button) => button.getAttribute("aria-checked") === "true") ?? buttons[0]).focus();
  }

  /**
   * Opens a form. `fields`: {name, label, value, hint?, inputMode?}; `submit(values)` gives an
   * error text for the first field, or nothing when it has done its work.
   */
  form({ anchor, title, fields, texts, submit, extra, refocus, onClose }) {
    const error = h("p", { class: "re-error", id: uniqueId("re-error"), role: "alert" });
    const inputs = new Map();
    const rows = fields.map((field) => {
      const id = uniqueId("re-field");
      const hint = field.hint ? h("p", { class: "re-hint", id: `${id}-hint` }, field.hint) : "";
      const input = h("input", {
        id,
        type: "text",
        class: "re-input",
        value: field.value,
        inputMode: field.inputMode ?? "text",
        autocomplete: "off",
        spellcheck: field.inputMode !== "url",
        "aria-describedby": field.hint ? `${error.id} ${id}-hint` : error.id,
      });
      inputs.set(field.name, input);
      return h("div", { class: "re-field" }, h("label", { htmlFor: id }, field.label), input, hint);
    });
    const first = inputs.values().next().value;
    const apply = () => {
      const values = Object.fromEntries([...inputs].map(([name, input]) => [name, input.value]));
      const message = submit(values);
      if (!message) return this.close(true);
      error.textContent = message;
      first.setAttribute("aria-invalid", "true");
      first.focus();
      return undefined;
    };
    const button = (label, className, run) =>
      h("button", { type: "button", class: `re-action ${className}`, onclick: run }, label);
    const actions = h("div", { class: "re-actions" });
    if (extra) {
      actions.append(
        button(extra.label, "re-danger re-push", () => {
          this.close(true);
          extra.run();
        }),
      );
    }
    actions.append(
      button(texts.cancel, "", () => this.close(true)),
      button(texts.apply, "re-primary", apply),
    );
    const element = h(
      "div",
      { class: "re-popup re-form", role: "dialog", "aria-label": title },
      ...rows,
      error,
      actions,
    );
    element.addEventListener("keydown", (event) => {
      // Inside a page's <form>, Enter would submit that one; Escape would close its dialog.
      event.stopPropagation();
      if (event.key === "Escape") this.close(true);
      else if (event.key === "Enter" && event.target.nodeName === "INPUT") apply();
      else if (event.key === "Tab") this.#keepFocus(element, event);
      else return;
      if (event.key !== "Tab") event.preventDefault();
    });
    // Typing here is not typing in the text: the page must not take it for input.
    for (const type of ["input", "change"]) {
      element.addEventListener(type, (event) => event.stopPropagation());
    }
    this.#show(element, { anchor, refocus, onClose });
    first.focus();
    first.select();
  }

  #keepFocus(element, event) {
    const stops = [...element.querySelectorAll("input, button")];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0]).focus();
  }
}

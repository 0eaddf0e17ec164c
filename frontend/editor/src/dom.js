// A few lines instead of a framework.

/** Creates an element: properties by name, `class`, `role`, `aria-*` and `data-*` as attributes. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-")) element[name] = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}

let lastId = 0;

/** An id that is unique on the page. */
export function uniqueId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Sets or removes an attribute. */
export function toggleAttribute(element, name, value) {
  if (value === null || value === undefined || value === false || value === "") {
    element.removeAttribute(name);
  } else {
    element.setAttribute(name, value === true ? "true" : String(value));
  }
}

/** Whether shortcuts are shown with ⌘. */
export const isMac = /Mac|iP(?:hone|[oa]d)/.test(globalThis.navigator?.platform ?? "");

// A browser's document for the tests; import it before anything that touches the DOM.
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><html><body></body></html>", {
  url: "https://support.example/",
});
const names = ["document", "location", "DOMParser", "Node", "Element", "HTMLElement"];
for (const name of names) {
  Object.defineProperty(globalThis, name, { value: window[name], configurable: true });
}
globalThis.window = window;

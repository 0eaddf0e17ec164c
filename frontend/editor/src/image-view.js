// How an image looks while it is edited.
import { h } from "./dom.js";

/** A NodeView: the picture from memory, from the host's `resolveImage`, or its name. */
export class ImageView {
  #node;
  #host;
  #image;
  #shown = null;

  constructor(node, host) {
    this.#host = host;
    this.#image = h("img", { draggable: false });
    this.dom = h("span", { class: "re-image" }, this.#image);
    this.#render(node);
  }

  #render(node) {
    this.#node = node;
    const { src, alt } = node.attrs;
    this.#image.alt = alt;
    this.dom.classList.toggle("re-image-busy", this.#host.uploads.isBusy(src));
    if (this.#shown === src) return;
    this.#shown = src;
    const local = this.#host.uploads.localUrl(src);
    if (local) this.#image.src = local;
    else this.#load(src);
  }

  async #load(src) {
    this.dom.classList.remove("re-image-missing");
    try {
      const url = await this.#host.resolveImage(src);
      if (this.#shown === src) this.#image.src = url;
    } catch {
      if (this.#shown !== src) return;
      this.dom.classList.add("re-image-missing");
      this.dom.dataset.text = this.#node.attrs.alt || this.#host.texts.imageMissing;
    }
  }

  update(node) {
    if (node.type !== this.#node.type) return false;
    this.#render(node);
    return true;
  }

  selectNode() {
    this.dom.classList.add("re-selected");
  }

  deselectNode() {
    this.dom.classList.remove("re-selected");
  }

  ignoreMutation() {
    return true;
  }

  destroy() {
    this.#shown = null;
  }
}

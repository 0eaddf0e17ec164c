// Images on their way: the document holds `upload:n` in place of an address until the
// server has given one. The picture is on screen at once, from the file itself.
import { isPendingSrc, schema } from "./schema.js";

/** What the server shows inline; other files are handed to the host as attachments. */
const IMAGE_TYPES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Whether the file can stand inside the text. */
export function isInlineImage(file) {
  return IMAGE_TYPES.has(file.type);
}

// Unique on the page, so that text copied between two editors cannot show the wrong image.
let lastNumber = 0;

/** The uploads of one editor. */
export class Uploads {
  #items = new Map();
  #urls = new Map();
  #host;

  /**
   * `host` has `upload(file)` → Promise<{id}>, `apply(makeTransaction)`, and is told
   * `uploadStarted(file)`, `uploadDone(file)`, `uploadFailed(file, error)`.
   */
  constructor(host) {
    this.#host = host;
  }

  /** How many are under way. */
  get pending() {
    return [...this.#items.values()].filter((item) => item.state === "busy").length;
  }

  /** Resolves when none is under way. */
  async settled() {
    while (this.pending > 0) {
      await Promise.all([...this.#items.values()].map((item) => item.promise));
    }
  }

  /** Starts to upload and gives the `upload:n` address. */
  adopt(file) {
    lastNumber += 1;
    const key = `upload:${lastNumber}`;
    const item = { file, state: "busy", src: null, promise: null };
    this.#items.set(key, item);
    this.#urls.set(key, URL.createObjectURL(file));
    item.promise = this.#run(key, item);
    return key;
  }

  async #run(key, item) {
    // The image is in the document before anything can be said about it.
    await Promise.resolve();
    this.#host.uploadStarted(item.file);
    try {
      const { id } = await this.#host.upload(item.file);
      item.src = `/api/v1/attachments/${id}`;
      item.state = "done";
      this.#urls.set(item.src, this.#urls.get(key));
      this.#host.apply((state) => replaceSrc(state, key, item.src));
      this.#host.uploadDone(item.file);
    } catch (error) {
      item.state = "failed";
      this.#host.apply((state) => replaceSrc(state, key, null));
      this.#host.uploadFailed(item.file, error);
    }
    item.file = null;
  }

  /** `upload:n` → the address the server gave, null without one; other addresses as they are. */
  resolve(src) {
    return isPendingSrc(src) ? (this.#items.get(src)?.src ?? null) : src;
  }

  /** Whether this address is still being uploaded. */
  isBusy(src) {
    return this.#items.get(src)?.state === "busy";
  }

  /** A blob: address of the picture, if it was chosen on this page. */
  localUrl(src) {
    return this.#urls.get(src) ?? null;
  }

  /** Frees the pictures. */
  release() {
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    this.#urls.clear();
  }
}

/** Not undoable: undoing must not bring back an address that no longer means anything. */
function replaceSrc(state, key, src) {
  const tr = state.tr.setMeta("addToHistory", false);
  const found = [];
  state.doc.descendants((node, pos) => {
    if (node.type === schema.nodes.image && node.attrs.src === key) found.push({ node, pos });
  });
  for (const { node, pos } of found.reverse()) {
    if (src) tr.setNodeMarkup(pos, null, { ...node.attrs, src });
    else tr.delete(pos, pos + node.nodeSize);
  }
  return tr;
}

// <rich-editor>: a rich-text field as one element in the light DOM. See ../README.md.
import { dropCursor } from "prosemirror-dropcursor";
import { gapCursor } from "prosemirror-gapcursor";
import { history } from "prosemirror-history";
import { Fragment, Slice } from "prosemirror-model";
import { EditorState, NodeSelection, Selection } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { EditorView } from "prosemirror-view";
import { linkSlice } from "./autolink.js";
import { linkAt, normalizeHref, removeLink, setLink } from "./commands.js";
import { h, toggleAttribute } from "./dom.js";
import { isEmptyDoc, parseHtml, parsePlainText, serializeDoc, textBytes, textLength } from "./html.js";
import { ImageView } from "./image-view.js";
import { cleanPastedHtml, hasText, isOwnSlice } from "./paste.js";
import { heldSelection, hold, lastParagraph, placeholder } from "./plugins.js";
import { Popups } from "./popup.js";
import { keys, typingRules } from "./rules.js";
import { canonicalSrc, schema } from "./schema.js";
import { textsFor } from "./texts.js";
import { Toolbar } from "./toolbar.js";
import { isInlineImage, Uploads } from "./uploads.js";

const { nodes } = schema;
const PROPERTIES = ["value", "uploadImage", "resolveImage"];

/** The custom element. */
export class RichEditor extends HTMLElement {
  static observedAttributes = [
    "label",
    "placeholder",
    "lang",
    "disabled",
    "invalid",
    "describedby",
    "required",
    "minimal",
  ];

  #uploadImage = null;
  #resolveImage = null;
  #state;
  #view = null;
  #uploads = new Uploads({
    upload: (file) => this.uploadImage(file),
    apply: (make) => this.#apply(make(this.#current)),
    uploadStarted: (file) => this.#busy(this.texts.uploading(file.name)),
    uploadDone: (file) => this.#busy(this.texts.uploaded(file.name)),
    uploadFailed: (file, error) => {
      this.#busy(this.texts.uploadFailed(file.name), true);
      this.#emit("upload-failed", { file, error });
    },
  });
  #popups = new Popups(this);
  #toolbar = null;
  #picker = null;
  #status = null;
  #frame = 0;

  constructor() {
    super();
    this.#state = this.#stateFor("");
  }

  // --- what the page uses -------------------------------------------------------------

  /** The HTML; "" when empty. Setting it starts a new undo history and fires no event. */
  get value() {
    return serializeDoc(this.#current.doc, (src) => this.#uploads.resolve(src));
  }

  set value(html) {
    const next = html ?? "";
    // A page that writes back what it was told must not move the cursor.
    if (next !== this.value) this.#reset(next);
  }

  /** `async (file) => ({ id })`, set by the page; without it images are ordinary files. */
  get uploadImage() {
    return this.#uploadImage;
  }

  set uploadImage(upload) {
    this.#uploadImage = upload ?? null;
  }

  /** `async (src) => url`: an address the browser can load (the API wants a token). */
  get resolveImage() {
    return this.#resolveImage;
  }

  set resolveImage(resolve) {
    this.#resolveImage = resolve ?? null;
  }

  /** Whether there is nothing to send. */
  get isEmpty() {
    return isEmptyDoc(this.#current.doc);
  }

  /** Number of characters of the plain text. */
  get textLength() {
    return textLength(this.#current.doc);
  }

  /** Bytes of the plain text, for the server's limit. */
  get textBytes() {
    return textBytes(this.#current.doc);
  }

  /** How many images are on their way. */
  get uploading() {
    return this.#uploads.pending;
  }

  /** Resolves when no image is on its way: await it before reading `value` to send it. */
  whenSettled() {
    return this.#uploads.settled();
  }

  /** Empties the field, also of blank lines and of images that have not arrived. */
  clear() {
    this.#reset("");
    this.#say("");
  }

  focus() {
    this.#view?.focus();
  }

  // --- the element's life ---------------------------------------------------------------

  connectedCallback() {
    for (const name of PROPERTIES) {
      // Set before this module was loaded: that plain property hides the accessor.
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#build();
  }

  disconnectedCallback() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#tearDown();
    // A moved element is connected again at once and still needs its pictures.
    queueMicrotask(() => {
      if (!this.isConnected) this.#uploads.release();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (!this.#view || before === after) return;
    if (name === "lang" || name === "minimal") {
      this.#tearDown();
      this.#build();
    } else {
      this.#refresh();
    }
  }

  #tearDown() {
    this.#popups.close();
    if (this.#view) {
      this.#state = this.#view.state;
      this.#view.destroy();
      this.#view = null;
    }
    this.replaceChildren();
  }

  #build() {
    this.#status = h("div", { class: "re-status", role: "status" });
    this.#picker = h("input", {
      type: "file",
      multiple: true,
      hidden: true,
      accept: "image/png,image/jpeg,image/gif,image/webp",
      onchange: (event) => {
        event.stopPropagation();
        this.#insertFiles([...this.#picker.files]);
        this.#picker.value = "";
        this.focus();
      },
    });
    const mount = h("div", { class: "re-text" });
    this.#view = new EditorView({ mount }, this.#viewProps());
    this.#toolbar = new Toolbar(this.#toolbarHost(), this.#flag("minimal"));
    this.replaceChildren(this.#toolbar.dom, mount, this.#status, this.#picker);
    this.#refresh();
  }

  #viewProps() {
    return {
      state: this.#state,
      editable: () => !this.#flag("disabled"),
      attributes: () => this.#textAttributes(),
      nodeViews: { image: (node) => new ImageView(node, this.#imageHost()) },
      dispatchTransaction: (tr) => this.#apply(tr),
      transformPastedHTML: (html) => this.#clean(html),
      transformPasted: (slice) => linkSlice(slice),
      clipboardTextParser: (text, $context, plain) => parsePlainText(text, $context, plain),
      handlePaste: (view, event) => this.#onPaste(event),
      handleDrop: (view, event, slice, moved) => this.#onDrop(event, moved),
      handleDoubleClickOn: (view, pos, node) => node.type === nodes.image && this.#editAlt(),
      handleDOMEvents: {
        // Follow a link with Ctrl/Cmd as in any word processor.
        click: (view, event) => this.#onClick(event),
      },
    };
  }

  #imageHost() {
    return {
      uploads: this.#uploads,
      texts: this.texts,
      resolveImage: async (src) => {
        if (!canonicalSrc(src) || !this.resolveImage) return src;
        return this.resolveImage(src);
      },
    };
  }

  #toolbarHost() {
    const element = this;
    return {
      texts: this.texts,
      popups: this.#popups,
      get view() {
        return element.#view;
      },
      get disabled() {
        return element.#flag("disabled");
      },
      run: (command) => command(this.#view.state, this.#view.dispatch, this.#view),
      editLink: (anchor) => this.#editLink(anchor),
      chooseImages: () => {
        if (!this.#editAlt()) this.#picker.click();
      },
    };
  }

  get texts() {
    return textsFor(this.getAttribute("lang") ?? this.closest("[lang]")?.lang);
  }

  get #current() {
    return this.#view?.state ?? this.#state;
  }

  #reset(html) {
    this.#popups.close();
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#state = this.#stateFor(html);
    this.#view?.updateState(this.#state);
    this.#toolbar?.update(this.#state);
  }

  #stateFor(html) {
    return EditorState.create({
      doc: parseHtml(html),
      plugins: [
        typingRules(),
        ...keys({
          submit: () => this.#submit(),
          editLink: () => this.#editLink(this.#toolbar.button("link")),
          editImage: () => this.#editAlt(),
          toToolbar: () => {
            this.#toolbar.focus();
            return true;
          },
        }),
        history(),
        tableEditing(),
        dropCursor({ color: false, class: "re-drop" }),
        gapCursor(),
        placeholder(() => this.getAttribute("placeholder")),
        heldSelection(),
        lastParagraph(),
      ],
    });
  }

  #textAttributes() {
    const out = {
      class: "re-content",
      role: "textbox",
      "aria-multiline": "true",
      "aria-label": this.getAttribute("label") ?? this.texts.textLabel,
    };
    const copy = {
      "aria-describedby": this.getAttribute("describedby"),
      "aria-placeholder": this.getAttribute("placeholder"),
      "aria-required": this.#flag("required") ? "true" : null,
      "aria-invalid": this.#flag("invalid") ? "true" : null,
      "aria-disabled": this.#flag("disabled") ? "true" : null,
    };
    for (const [name, value] of Object.entries(copy)) if (value) out[name] = value;
    return out;
  }

  // A framework may write invalid="false".
  #flag(name) {
    return this.hasAttribute(name) && this.getAttribute(name) !== "false";
  }

  #refresh() {
    this.#view.setProps({});
    toggleAttribute(this.#toolbar.dom, "aria-disabled", this.#flag("disabled"));
    this.#toolbar.update(this.#view.state);
  }

  #apply(tr) {
    if (!this.#view) {
      this.#state = this.#state.apply(tr);
      return;
    }
    this.#view.updateState(this.#view.state.apply(tr));
    this.#toolbar?.update(this.#view.state);
    if (tr.docChanged) this.#scheduleInput();
  }

  // --- events -----------------------------------------------------------------------------

  #emit(type, detail) {
    return this.dispatchEvent(new CustomEvent(type, { bubbles: true, detail }));
  }

  #scheduleInput() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#flushInput());
  }

  #flushInput() {
    if (this.#frame === 0) return;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const { value: html, isEmpty: empty } = this;
    this.#emit("rich-input", {
      html,
      empty,
      textLength: this.textLength,
      textBytes: this.textBytes,
    });
  }

  #submit() {
    this.#flushInput();
    this.#emit("rich-submit", {});
    return true;
  }

  #say(text, bad = false) {
    if (!this.#status) return;
    this.#status.textContent = text;
    this.#status.classList.toggle("re-bad", bad);
  }

  #busy(text, bad = false) {
    this.#say(text, bad);
    this.#emit("rich-uploading", { count: this.#uploads.pending });
    this.#scheduleInput();
  }

  // --- paste, drop, files -------------------------------------------------------------------

  #clean(html) {
    if (isOwnSlice(html)) return html;
    const adopt = this.uploadImage ? (file) => this.#uploads.adopt(file) : null;
    const cleaned = cleanPastedHtml(html, adopt);
    if (cleaned.foreignImages > 0) this.#say(this.texts.foreignImages(cleaned.foreignImages), true);
    return cleaned.html;
  }

  #onPaste(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return false;
    const html = event.clipboardData.getData("text/html");
    // Office puts a picture of the text beside the text: the text is what was meant.
    if (html && hasText(html)) return false;
    this.#insertFiles(files);
    return true;
  }

  #onDrop(event, moved) {
    const files = [...(event.dataTransfer?.files ?? [])];
    if (moved || files.length === 0) return false;
    const at = this.#view.posAtCoords({ left: event.clientX, top: event.clientY });
    event.preventDefault();
    if (at) {
      const { doc, tr } = this.#view.state;
      this.#view.dispatch(tr.setSelection(Selection.near(doc.resolve(at.pos))));
    }
    this.#insertFiles(files);
    this.focus();
    return true;
  }

  #insertFiles(files) {
    const inCode = this.#current.selection.$from.parent.type.spec.code;
    const inline = (file) => this.uploadImage && !inCode && isInlineImage(file);
    const images = files.filter(inline);
    const others = files.filter((file) => !inline(file));
    if (images.length > 0) {
      const content = images.map((file) =>
        nodes.image.create({ src: this.#uploads.adopt(file), alt: file.name }),
      );
      const { tr } = this.#view.state;
      this.#view.dispatch(
        tr.replaceSelection(new Slice(Fragment.fromArray(content), 0, 0)).scrollIntoView(),
      );
    }
    if (others.length > 0) this.#emit("rich-files", { files: others });
  }

  #onClick(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || !this.contains(link)) return false;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener,noreferrer");
    return false;
  }

  // --- forms ----------------------------------------------------------------------------------

  #editLink(anchor) {
    const { state } = this.#view;
    if (state.selection.$from.parent.type.spec.code) return false;
    const existing = linkAt(state);
    const range = existing ?? { from: state.selection.from, to: state.selection.to };
    const sameBlock = state.doc.resolve(range.from).sameParent(state.doc.resolve(range.to));
    const text = state.doc.textBetween(range.from, range.to);
    const { texts } = this;
    const fields = [
      {
        name: "href",
        label: texts.linkAddress,
        hint: texts.linkHint,
        inputMode: "url",
        value: (existing?.href ?? normalizeHref(text) ?? "").replace(/^mailto:/i, ""),
      },
    ];
    if (sameBlock) fields.push({ name: "text", label: texts.linkText, value: text });
    this.#view.dispatch(hold(state, range));
    this.#popups.form({
      anchor,
      title: texts.link,
      texts,
      fields,
      refocus: () => this.focus(),
      onClose: () => this.#view.dispatch(hold(this.#view.state, null)),
      extra: existing && { label: texts.removeLink, run: () => this.#run(removeLink(range)) },
      submit: (values) => {
        const href = normalizeHref(values.href);
        if (!href) return texts.linkInvalid;
        this.#run(setLink(range, href, values.text?.trim()));
        return null;
      },
    });
    return true;
  }

  #editAlt() {
    const { selection } = this.#view.state;
    if (!(selection instanceof NodeSelection) || selection.node.type !== nodes.image) return false;
    const { texts } = this;
    this.#popups.form({
      anchor: this.#toolbar.button("image"),
      title: texts.imageAlt,
      texts,
      fields: [
        {
          name: "alt",
          label: texts.imageAlt,
          hint: texts.imageAltHint,
          value: selection.node.attrs.alt,
        },
      ],
      refocus: () => this.focus(),
      submit: ({ alt }) => {
        const { tr } = this.#view.state;
        this.#view.dispatch(tr.setNodeAttribute(selection.from, "alt", alt.trim()));
        return null;
      },
    });
    return true;
  }

  #run(command) {
    command(this.#view.state, this.#view.dispatch);
  }
}

// Entry of the bundle: importing it defines <rich-editor>.
import "./editor.css";
import "./toolbar.css";
import "./text.css";
import "./panels.css";
import { RichEditor } from "./element.js";

if (!customElements.get("rich-editor")) customElements.define("rich-editor", RichEditor);

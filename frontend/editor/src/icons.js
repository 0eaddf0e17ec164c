// Line icons on a 20 × 20 grid, drawn for this toolbar. A path may carry its own stroke width.

const FRAME = "M3.7 4.5h12.6a1.2 1.2 0 0 1 1.2 1.2v8.6a1.2 1.2 0 0 1-1.2 1.2H3.7a1.2 1.2 0 0 1-1.2-1.2V5.7a1.2 1.2 0 0 1 1.2-1.2z";

const ICONS = {
  bold: [["M6.2 4.2h4.6a2.8 2.8 0 0 1 0 5.6H6.2zM6.2 9.8h5.4a3 3 0 0 1 0 6H6.2z", 2]],
  italic: ["M8.7 4.2h5M6.3 15.8h5M11.6 4.2l-3.2 11.6"],
  underline: ["M6 3.6v5.2a4 4 0 0 0 8 0V3.6M5 16.6h10"],
  strike: [
    "M3.5 10h13M13.6 6.3C13.1 4.9 11.8 4 10 4 7.9 4 6.4 5.1 6.4 6.9c0 .5.1 1 .4 1.4M6.2 13.3c.4 1.7 1.9 2.7 3.9 2.7 2.2 0 3.7-1.1 3.7-2.9",
  ],
  bullets: ["M8 5.4h8.5M8 10h8.5M8 14.6h8.5", ["M4 5.4h.01M4 10h.01M4 14.6h.01", 2.6]],
  numbers: [
    "M9 5.4h7.5M9 10h7.5M9 14.6h7.5",
    ["M3.4 4.4l1.3-.8v4.2M3.3 12.7c.3-.6.7-.9 1.3-.9.7 0 1.2.4 1.2 1 0 .9-1.3 1.5-2.5 3.2h2.6", 1.3],
  ],
  quote: ["M8.4 5.2C6 6 4.4 7.9 4.4 10.9v3.5h3.8v-3.9H4.5M15.9 5.2c-2.4.8-4 2.7-4 5.7v3.5h3.8v-3.9H12"],
  link: [
    "M8.4 11.6a2.9 2.9 0 0 0 4.1 0l2.8-2.8a2.9 2.9 0 0 0-4.1-4.1l-1 1M11.6 8.4a2.9 2.9 0 0 0-4.1 0l-2.8 2.8a2.9 2.9 0 0 0 4.1 4.1l1-1",
  ],
  code: ["M7 5.8L2.8 10 7 14.2M13 5.8l4.2 4.2-4.2 4.2"],
  codeBlock: [FRAME, "M6 7.8L8.2 10 6 12.2M10.4 12.4h3.4"],
  table: [FRAME, "M2.5 8.2h15M2.5 11.9h15M7.6 8.2v7.3M12.5 8.2v7.3"],
  image: [FRAME, "M3 14.6l4.3-4.4 3.3 3.3 2.2-2.2 4.2 3.6", ["M13.4 7.7h.01", 2.4]],
  clear: [
    "M4.2 11.9l7-7.1a1.3 1.3 0 0 1 1.8 0l2.8 2.8a1.3 1.3 0 0 1 0 1.8l-6.2 6.4H7L4.2 13a.8.8 0 0 1 0-1.1zM7.8 8.3l4.6 4.6M9.6 15.8h6.9",
  ],
  undo: ["M7.2 4.4L3.8 7.8l3.4 3.4M3.8 7.8h8a4 4 0 0 1 0 8H8.4"],
  redo: ["M12.8 4.4l3.4 3.4-3.4 3.4M16.2 7.8h-8a4 4 0 0 0 0 8h3.4"],
  chevron: ["M6.2 8.2L10 12l3.8-3.8"],
  check: [["M4.8 10.4l3.4 3.4 7-7.4", 1.8]],
};

const SVG = "http://www.w3.org/2000/svg";

/** An `<svg>` that takes the colour of its text and is hidden from screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const attributes = {
    viewBox: "0 0 20 20",
    width: "20",
    height: "20",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.5",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
    focusable: "false",
  };
  for (const [key, value] of Object.entries(attributes)) svg.setAttribute(key, value);
  for (const entry of ICONS[name]) {
    const [d, width] = Array.isArray(entry) ? entry : [entry];
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    if (width) path.setAttribute("stroke-width", String(width));
    svg.append(path);
  }
  return svg;
}

// Reads what a spreadsheet shows: the cells of the first sheet of an .xlsx file, as texts.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";

/**
 * The rows of the first sheet; a cell that is not there is an empty text.
 *
 * @param {string} path
 * @returns {Promise<string[][]>}
 */
export async function readRows(path) {
  const files = unzip(await readFile(path));
  const strings = elements(files.get("xl/sharedStrings.xml") ?? "", "si").map(({ body }) => text(body));
  return elements(files.get("xl/worksheets/sheet1.xml"), "row").map(({ body }) => {
    const cells = [];
    for (const { attributes, body: cell } of elements(body, "c")) {
      const value = elements(cell, "v").map(({ body: raw }) => raw).join("");
      cells[column(attributes)] = /\bt="s"/.test(attributes) ? strings[Number(value)] : text(cell) || value;
    }
    return Array.from(cells, (cell) => cell ?? "");
  });
}

/** `r="AB12"`: the 28th column is number 27. */
function column(attributes) {
  const letters = /\br="([A-Z]+)\d+"/.exec(attributes)[1];
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function elements(xml, name) {
  const found = xml.matchAll(new RegExp(`<${name}(?:\\s([^>]*?))?(?:/>|>(.*?)</${name}>)`, "gs"));
  return Array.from(found, ([, attributes = "", body = ""]) => ({ attributes, body }));
}

function text(xml) {
  const entities = { lt: "<", gt: ">", quot: "\"", apos: "'", amp: "&" };
  const raw = elements(xml, "t").map(({ body }) => body).join("");
  return raw.replaceAll(/&(\w+);/g, (_, name) => entities[name]);
}

const END = 0x06054b50;
const ENTRY = 0x02014b50;

/** The files of an archive, by name, read by its directory at the end. */
function unzip(archive) {
  let end = archive.length - 22;
  while (archive.readUInt32LE(end) !== END) end -= 1;
  const files = new Map();
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    assert.equal(archive.readUInt32LE(at), ENTRY, "an archive");
    const [packed, , name, extra, comment] = [
      archive.readUInt32LE(at + 20),
      archive.readUInt32LE(at + 24),
      archive.readUInt16LE(at + 28),
      archive.readUInt16LE(at + 30),
      archive.readUInt16LE(at + 32),
    ];
    const local = archive.readUInt32LE(at + 42);
    const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(start, start + packed);
    const isStored = archive.readUInt16LE(at + 10) === 0;
    const path = archive.toString("utf8", at + 46, at + 46 + name);
    files.set(path, (isStored ? content : inflateRawSync(content)).toString("utf8"));
    at += 46 + name + extra + comment;
  }
  return files;
}

// Answers to the server's mails, as the mail programs of customers write them.
import { randomUUID } from "node:crypto";

/** Where a mail wants to be answered, token and all. */
export function replyAddress(mail) {
  return /<?([^\s<>]+@[^\s<>]+)>?\s*$/.exec(mail.header("reply-to"))[1];
}

/**
 * As Gmail's web page writes it: text and HTML beside each other, a picture related to both, and the mail answered to
 * below a line of its own.
 *
 * @param {{mail: object, from: {name: string, address: string}, text: string, after?: string, picture?: Buffer}} answer
 *   `text` stands above the picture, `after` below it
 */
export function gmailReply({ mail, from, text, after = "", picture }) {
  const id = "ii_m8c1xk2v0";
  const line = "Le lun. 17 mars 2025 à 20:59, Support Heliaq";
  const image = picture ? `<div><img src="cid:${id}" alt="capture.png" width="320" height="120"></div>` : "";
  const html = `<div dir="ltr"><div>${text}</div>${image}<div>${after}</div><div><br></div>`
    + '<span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" '
    + `data-smartmail="gmail_signature"><div dir="ltr">${from.name}<br>Comptabilité</div></div></div><br>`
    + `<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">${line} &lt;<a `
    + `href="mailto:${mail.from}">${mail.from}</a>&gt; a écrit :<br></div><blockquote class="gmail_quote" `
    + 'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
    + `${bodyOf(mail.html)}</blockquote></div>`;
  const plain = [
    text, ...(picture ? ["[image: capture.png]"] : []), after, "", "-- ", from.name, "Comptabilité", "",
    `${line} <${mail.from}> a écrit :`, "", ...quoted(mail.text),
  ].join("\n");
  const alternative = multipart("alternative", [
    encoded('text/plain; charset="UTF-8"', plain),
    encoded('text/html; charset="UTF-8"', html),
  ]);
  const body = picture
    ? multipart("related", [
      alternative,
      part([
        'Content-Type: image/png; name="capture.png"', 'Content-Disposition: inline; filename="capture.png"',
        "Content-Transfer-Encoding: base64", `X-Attachment-Id: ${id}`, `Content-ID: <${id}>`,
      ], base64(picture)),
    ])
    : alternative;
  return message(mail, from, { id: `CAF${randomUUID()}@mail.gmail.com`, prefix: "Re: ", zone: "+0100" }, body);
}

/** As Outlook for Windows writes it: Word's HTML, and the head of the mail answered to below a border. */
export function outlookReply({ mail, from, text, after = "", picture }) {
  const id = "image001.png@01DB9778.5A2C3D40";
  const paragraph = (content) => `<p class="MsoNormal">${content}<o:p></o:p></p>`;
  const head = [
    ["De&nbsp;:", `Support Heliaq &lt;${mail.from}&gt;`], ["Envoyé&nbsp;:", "lundi 17 mars 2025 20:59"],
    ["À&nbsp;:", from.name], ["Objet&nbsp;:", mail.subject],
  ].map(([label, value]) => `<b>${label}</b> ${value}`).join("<br>");
  const html = '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
    + '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><style>p.MsoNormal{margin:0cm}'
    + '</style></head><body lang="FR" link="#0563C1"><div class="WordSection1">'
    + paragraph(text)
    + (picture ? paragraph(`<img width="320" height="120" id="Image_x0020_1" src="cid:${id}" alt="Une image">`) : "")
    + paragraph(after) + paragraph("&nbsp;")
    + '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
    + `${paragraph(head)}</div></div>${paragraph("&nbsp;")}${bodyOf(mail.html)}</div></body></html>`;
  const plain = [
    text, "", after, "", `De : Support Heliaq <${mail.from}>`, "Envoyé : lundi 17 mars 2025 20:59",
    `À : ${from.name}`, `Objet : ${mail.subject}`, "", mail.text,
  ].join("\n");
  const alternative = multipart("alternative", [
    encoded("text/plain; charset=utf-8", plain),
    encoded("text/html; charset=utf-8", html),
  ]);
  const body = picture
    ? multipart('related; type="multipart/alternative"', [
      alternative,
      part([
        'Content-Type: image/png; name="image001.png"', "Content-Description: image001.png",
        `Content-Disposition: inline; filename="image001.png"; size=${picture.length}`, `Content-ID: <${id}>`,
        "Content-Transfer-Encoding: base64",
      ], base64(picture)),
    ])
    : alternative;
  const more = ["Thread-Topic: =?utf-8?B?VGlja2V0?=", "Thread-Index: AQHbl3haLD1Abc==", "X-Mailer: Microsoft Outlook 16.0"];
  return message(mail, from, { id: `${randomUUID()}@PAXPR01.outlook.example`, prefix: "RE: ", zone: "+0000", more }, body);
}

/** As Apple Mail writes it on a phone: the picture belongs to the HTML alone, the device signs, and the quote ends it. */
export function appleReply({ mail, from, text, after = "", picture }) {
  const id = "6C0E5B1D-8F5A-4B0E-9C1D-1B2A3C4D5E6F";
  const line = "Le 17 mars 2025 à 20:59, Support Heliaq";
  const image = picture ? `<div dir="ltr"><img src="cid:${id}" alt="photo.png"></div>` : "";
  const html = '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head><body dir="auto">'
    + `<div dir="ltr">${text}</div>${image}<div dir="ltr">${after}</div><br id="lineBreakAtBeginningOfSignature">`
    + '<div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">'
    + `${line} &lt;${mail.from}&gt; a écrit :<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">\ufeff`
    + `${bodyOf(mail.html)}</div></blockquote></body></html>`;
  const plain = [
    text, "", after, "", "Envoyé de mon iPhone", "", `> ${line} <${mail.from}> a écrit :`, "> ", ...quoted(mail.text),
  ].join("\n");
  const page = encoded("text/html; charset=utf-8", html);
  const body = multipart("alternative", [
    encoded("text/plain; charset=utf-8", plain),
    picture
      ? multipart("related", [
        page,
        part([
          'Content-Type: image/png; name=photo.png; x-apple-part-url=6C0E5B1D', "Content-Disposition: inline;",
          " filename=photo.png", "Content-Transfer-Encoding: base64", `Content-Id: <${id}>`,
        ], base64(picture)),
      ])
      : page,
  ]);
  const more = ["X-Mailer: iPhone Mail (22D82)"];
  return message(mail, from, { id: `${randomUUID().toUpperCase()}@client.example`, prefix: "Re: ", zone: "+0100", more }, body);
}

/** A whole message that answers to `mail`, with CRLF as on the wire. */
function message(mail, from, { id, prefix, zone, more = [] }, body) {
  const references = [mail.references, mail.messageId].filter(Boolean).join(" ");
  const date = new Date().toUTCString().replace("GMT", zone);
  const head = [
    `Return-Path: <${from.address}>`, `From: ${word(from.name)} <${from.address}>`, `To: ${replyAddress(mail)}`,
    `Subject: ${word(prefix + mail.subject)}`, `Date: ${date}`, `Message-ID: <${id}>`,
    `In-Reply-To: ${mail.messageId}`, `References: ${references}`, ...more, "MIME-Version: 1.0",
  ];
  return Buffer.from(`${head.join("\n")}\n${body}\n`.replaceAll("\n", "\r\n"), "utf8");
}

/** An encoded word of RFC 2047, folded where it has to be. */
function word(text) {
  // Words of 60 characters at most keep lines short; cut between characters, not bytes.
  const words = text.match(/.{1,12}/gsu) ?? [];
  return words.map((piece) => `=?UTF-8?B?${Buffer.from(piece).toString("base64")}?=`).join("\n ");
}

function multipart(kind, parts) {
  const boundary = `=_${randomUUID()}`;
  const between = parts.map((content) => `--${boundary}\n${content}\n`).join("");
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\n\n${between}--${boundary}--`;
}

function part(headers, content) {
  return `${headers.join("\n")}\n\n${content}`;
}

/** Text as quoted-printable. */
function encoded(type, text) {
  const lines = text.split("\n").map((line) => {
    const bytes = [...Buffer.from(line, "utf8")].map((byte, at, all) => {
      const isPlain = byte >= 33 && byte <= 126 && byte !== 61;
      const isBlank = (byte === 32 || byte === 9) && at < all.length - 1;
      return isPlain || isBlank ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, "0")}`;
    });
    const rows = [""];
    for (const byte of bytes) {
      if (rows.at(-1).length + byte.length > 75) rows.push("");
      rows[rows.length - 1] += byte;
    }
    return rows.join("=\n");
  });
  return part([`Content-Type: ${type}`, "Content-Transfer-Encoding: quoted-printable"], lines.join("\n"));
}

const base64 = (bytes) => bytes.toString("base64").match(/.{1,76}/g).join("\n");
const quoted = (text) => text.split(/\r?\n/).map((line) => `> ${line}`.trimEnd());
const bodyOf = (html) => /<body[^>]*>(.*)<\/body>/su.exec(html)?.[1] ?? html;

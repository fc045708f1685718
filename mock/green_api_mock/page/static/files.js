// The files that links lead to, as pictures and players.

import { asWords, byId, make } from "./dom.js";
import { leaves } from "./leaves.js";
import { searchable } from "./search.js";

const LARGEST_SHOWN = 5_000_000;
// A file that was kept with what came: no answer of the contract leads to it.
const KEPT = /^https?:\/\/[^/]+(\/media\/[^/]+\/~\/.+)$/;
const UNITS = ["bytes", "kB", "MB", "GB"];

/** Show each file as what it is. Files that break are only told of. */
export function showFiles(files) {
  byId("file-cards").replaceChildren(...files.map(card));
}

function card(file) {
  const element = make(
    "li",
    { id: `file${file.path}` },
    make("div", { class: "stage" }, preview(file)),
    make("strong", { class: "name" }, file.answer),
    make("p", {}, `${file.mediaType} · ${size(file.bytes)}`),
    file.contentDisposition ? make("p", {}, make("code", {}, file.contentDisposition)) : null,
    make("a", { href: file.path, target: "_blank", rel: "noreferrer" }, "Open the link"),
  );
  return searchable(element, file.answer, file.mediaType, file.path, file.fault ?? "", file.operation ?? "");
}

/** Each file that the links in a JSON value lead to. What it is, is asked for. */
export function linkedFiles(value) {
  const paths = leaves(value).map(([, leaf]) => (typeof leaf === "string" ? KEPT.exec(leaf)?.[1] : null));
  return [...new Set(paths.filter(Boolean))].map(linkedFile);
}

function linkedFile(path) {
  const stage = make("div", { class: "stage" }, "…");
  const about = make("p", { class: "soft" });
  show(path, stage, about).catch((error) => stage.replaceChildren(`It cannot be shown: ${error.message}.`));
  return make("div", { class: "linked" }, stage, about);
}

async function show(path, stage, about) {
  const { ok, headers } = await fetch(toLookAt(path), { method: "HEAD" });
  if (!ok) throw new Error("it is kept no longer");
  const name = decodeURIComponent(path.split("/").at(-1));
  const file = { path, name, mediaType: headers.get("Content-Type"), bytes: Number(headers.get("Content-Length")) };
  stage.replaceChildren(preview(file));
  const link = make("a", { href: path, target: "_blank", rel: "noreferrer" }, "Open the link");
  about.replaceChildren(`${name} · ${file.mediaType} · ${size(file.bytes)} `, link);
}

/** Where the page sees a file as it is, whatever goes wrong with it, and no link breaks. */
const toLookAt = (path) => path.replace(/^\/media\//, "/_mock/page/media/");

function preview(file) {
  if (file.fault) return make("p", { class: "fault" }, asWords(file.fault));
  const source = toLookAt(file.path);
  const kind = file.bytes > LARGEST_SHOWN ? "" : file.mediaType.split("/")[0];
  const label = file.answer ? `Sample of ${file.answer}` : file.name;
  if (kind === "image") return make("img", { src: source, alt: label, loading: "lazy" });
  if (kind === "audio" || kind === "video") {
    return make(kind, { src: source, controls: true, preload: "metadata", "aria-label": label });
  }
  return make("p", {}, file.bytes > LARGEST_SHOWN ? "Made while it is sent" : "A document");
}

function size(bytes) {
  const step = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
  return `${number.format(bytes / 1000 ** step)} ${UNITS[step]}`;
}

// The files that the links in the answers lead to, as pictures and players.

import { asWords, byId, make } from "./dom.js";
import { searchable } from "./search.js";

const LARGEST_SHOWN = 5_000_000;
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

function preview(file) {
  if (file.fault) return make("p", { class: "fault" }, asWords(file.fault));
  const source = file.path.replace(/^\/media\//, "/_mock/page/media/");
  const kind = file.bytes > LARGEST_SHOWN ? "" : file.mediaType.split("/")[0];
  const label = `Sample of ${file.answer}`;
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

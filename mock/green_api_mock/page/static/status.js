import { make } from "./dom.js";

// As RFC 9110 and RFC 6585 say them. The API's own statuses get the words of their class.
const PHRASES = {
  200: "OK",
  201: "Created",
  204: "No Content",
  206: "Partial Content",
  304: "Not Modified",
  400: "Bad Request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not Found",
  405: "Method Not Allowed",
  413: "Content Too Large",
  415: "Unsupported Media Type",
  416: "Range Not Satisfiable",
  422: "Unprocessable Content",
  429: "Too Many Requests",
  500: "Internal Server Error",
  502: "Bad Gateway",
  503: "Service Unavailable",
  504: "Gateway Timeout",
};
/** In the place of a status where something goes wrong with the answer itself. */
export const FAULT = 0;
const CLASSES = ["Fault", "Informational", "Success", "Redirection", "Client Error", "Server Error"];

/** A status in words. */
export const inWords = (status) => PHRASES[status] ?? CLASSES[String(status)[0]] ?? "";

/** A status as a label: number and words, and a colour for its class. */
export function statusLabel(status) {
  if (status === FAULT) return faultLabel(inWords(FAULT));
  const first = String(status)[0];
  return make("span", { class: "status", "data-class": first }, make("span", { class: "code" }, String(status)), ` ${inWords(status)}`);
}

/** What came in the place of an answer, as a label. */
export const faultLabel = (words) => make("span", { class: "status", "data-class": FAULT }, words);

/** All statuses that begin with this digit, or all faults. */
export const classLabel = (first) => make("span", { class: "code", "data-class": first }, Number(first) === FAULT ? inWords(FAULT) : `${first}xx`);

// A request that is still to be sent: made from the contract's examples, changed by hand.

import { inText } from "./leaves.js";

const SAMPLE = { name: "sample.txt", type: "text/plain", text: "A sample of the page.\n" };

/** The usual request of an operation, or the one that meets a scenario's values. */
export function draftOf(operation, when = {}) {
  const { parameters, body } = operation;
  const names = new Set(parameters.map(({ name }) => name));
  const fields = Object.fromEntries(Object.entries(when).filter(([name]) => !names.has(name)));
  return {
    method: operation.method,
    template: operation.template,
    parameters: parameters.map((parameter) => ({
      ...parameter,
      value: inText(when[parameter.name] ?? (parameter.isRequired ? parameter.example : "")),
    })),
    body: body && bodyOf(body, fields),
  };
}

/** What goes over the wire. A parameter that is empty and may be left out is left out. */
export function requestOf({ method, template, parameters, body }) {
  const valueOf = (name) => parameters.find((one) => one.place === "path" && one.name === name)?.value ?? "";
  let path = template.replace(/\{([^{}]+)\}/g, (_, name) => encodeURIComponent(valueOf(name)));
  const sent = (place) => parameters.filter((one) => one.place === place && (one.value !== "" || one.isRequired));
  const query = new URLSearchParams(sent("query").map(({ name, value }) => [name, value]));
  if (query.size) path += `?${query}`;
  const headers = Object.fromEntries(sent("header").map(({ name, value }) => [name, value]));
  if (body === null) return { method, path, headers, body: null };
  if (body.fields) return { method, path, headers, body: formData(body.fields) };
  return { method, path, headers: { ...headers, "Content-Type": body.type }, body: body.text };
}

function bodyOf({ type, example, fields }, changed) {
  const isObject = example !== null && typeof example === "object" && !Array.isArray(example);
  const value = isObject ? { ...example, ...changed } : example;
  if (!fields) return { type, fields, text: typeof value === "string" ? value : JSON.stringify(value, null, 2) };
  return { type, fields: fields.map((field) => ({ ...field, value: field.isFile ? "" : inText(value[field.name] ?? "") })) };
}

function formData(fields) {
  const data = new FormData();
  for (const { name, isFile, value, file } of fields) {
    if (isFile) data.append(name, file ?? new File([SAMPLE.text], SAMPLE.name, { type: SAMPLE.type }));
    else if (value !== "") data.append(name, value);
  }
  return data;
}

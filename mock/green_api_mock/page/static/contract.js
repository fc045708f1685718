// Reads the operations out of the contract, which alone knows the API's names.

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** Every operation in the contract's order. */
export function operationsOf(contract) {
  return Object.entries(contract.paths ?? {}).flatMap(([template, item]) =>
    METHODS.filter((method) => item[method]).map((method) => operation(contract, template, method)),
  );
}

/** The name of every parameter and field that the contract calls sensitive. */
export function secretNames(contract) {
  const names = new Set();
  walk(contract, (node, key) => {
    if (node["x-sensitive"] === true) names.add(node.in && node.name ? node.name : key);
  });
  return names;
}

/** The parameter by which the mock tells callers apart, if the contract has one. */
export function callerName(contract) {
  const nodes = Object.values(contract.paths ?? {}).flatMap((item) => METHODS.map((method) => item[method]?.["x-mock"] ?? {}));
  const limits = nodes.flatMap(({ rateLimit, quota }) => [rateLimit, quota]);
  return contract["x-mock"]?.per ?? limits.find((limit) => limit?.per)?.per ?? null;
}

function operation(contract, template, method) {
  const item = contract.paths[template];
  const node = item[method];
  return {
    name: node.operationId ?? `${method.toUpperCase()} ${template}`,
    method: method.toUpperCase(),
    template,
    summary: node.summary ?? "",
    docs: node.externalDocs?.url ?? null,
    parameters: parametersOf(contract, item, node),
    body: bodyOf(contract, node),
    answers: answersOf(contract, node),
  };
}

function parametersOf(contract, item, node) {
  const found = new Map();
  for (const raw of [...(item.parameters ?? []), ...(node.parameters ?? [])]) {
    const parameter = resolve(contract, raw);
    found.set(`${parameter.in} ${parameter.name}`, {
      name: parameter.name,
      place: parameter.in,
      isRequired: parameter.required === true,
      isSecret: parameter["x-sensitive"] === true,
      description: parameter.description ?? "",
      example: exampleOf(contract, parameter) ?? exampleOf(contract, resolve(contract, parameter.schema ?? {})) ?? "",
    });
  }
  return [...found.values()].filter((parameter) => parameter.place !== "cookie");
}

/** What is sent: its media type, an example, and for a form its fields. */
function bodyOf(contract, node) {
  const [type, media] = Object.entries(resolve(contract, node.requestBody ?? {}).content ?? {})[0] ?? [];
  if (!type) return null;
  const example = exampleOf(contract, media) ?? {};
  if (type !== "multipart/form-data") return { type, example, fields: null };
  const { properties = {}, required = [] } = resolve(contract, media.schema ?? {});
  const fields = Object.entries(properties).map(([name, raw]) => {
    const schema = resolve(contract, raw);
    const isFile = schema.format === "binary" || "contentMediaType" in schema || !schema.type;
    return { name, isFile, isRequired: required.includes(name), isSecret: schema["x-sensitive"] === true };
  });
  return { type, example, fields };
}

/** Every documented answer, by the name under which it can be ordered. */
function answersOf(contract, node) {
  return Object.entries(node.responses ?? {}).flatMap(([status, raw]) => {
    const media = Object.values(resolve(contract, raw).content ?? {});
    const names = media.flatMap(({ examples }) => Object.keys(examples ?? {}));
    return (names.length ? names : [status]).map((name) => ({ status, name }));
  });
}

function exampleOf(contract, node) {
  if (node.example !== undefined) return node.example;
  if (Array.isArray(node.examples)) return node.examples[0] ?? node.default;
  const first = Object.values(node.examples ?? {})[0];
  return first === undefined ? node.default : resolve(contract, first).value;
}

function resolve(contract, node) {
  while (node?.$ref) {
    const parts = node.$ref.slice(2).split("/");
    node = parts.reduce(
      (at, part) => at[part.replaceAll("~1", "/").replaceAll("~0", "~")],
      contract,
    );
  }
  return node;
}

function walk(node, visit, key = "") {
  if (node === null || typeof node !== "object") return;
  if (!Array.isArray(node)) visit(node, key);
  for (const [name, child] of Object.entries(node)) walk(child, visit, name);
}

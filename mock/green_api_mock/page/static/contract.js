// Makes the request of a scenario from the contract, which alone knows the API's names.

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** What to send to meet a scenario: method, path and, if the operation takes one, a body. */
export function requestOf(contract, scenario) {
  const item = contract.paths[scenario.template];
  const operation = item[scenario.method.toLowerCase()];
  const parameters = parametersOf(contract, item.parameters, operation);
  const example = (name) => parameters.find((parameter) => parameter.name === name)?.example ?? "";
  const inPath = new Set();
  const path = scenario.template.replace(/\{([^{}]+)\}/g, (_, name) => {
    inPath.add(name);
    return encodeURIComponent(scenario.when[name] ?? example(name));
  });
  const content = Object.entries(resolve(contract, operation.requestBody ?? {}).content ?? {})[0];
  if (!content) return { method: scenario.method, path, type: null, body: null };
  const [type, media] = content;
  const fields = Object.entries(scenario.when).filter(([name]) => !inPath.has(name));
  const body = { ...firstExample(contract, media), ...Object.fromEntries(fields) };
  return { method: scenario.method, path, type, body: JSON.stringify(body) };
}

/** The same as a line for a POSIX shell. */
export function curlOf(request, origin) {
  const words = ["curl", "-X", request.method, quote(origin + request.path)];
  if (request.body !== null) {
    words.push("-H", quote(`Content-Type: ${request.type}`), "-d", quote(request.body));
  }
  return words.join(" ");
}

/**
 * The contract as Swagger UI needs it: requests go to this origin, and the parameters of a path
 * stand in its operations, because in OpenAPI 3.1 Swagger UI shows those of a path as nameless.
 */
export function forSwaggerUi(contract, origin) {
  const paths = Object.entries(contract.paths).map(([template, { parameters, ...item }]) => {
    for (const method of METHODS.filter((name) => item[name])) {
      item[method] = { ...item[method], parameters: parametersOf(contract, parameters, item[method]) };
    }
    return [template, item];
  });
  const servers = [{ url: origin, description: "This mock" }];
  return { ...contract, servers, paths: Object.fromEntries(paths) };
}

/** The parameters of a path and of one of its operations, without references. */
function parametersOf(contract, shared, operation) {
  return [...(shared ?? []), ...(operation.parameters ?? [])].map((node) => resolve(contract, node));
}

function firstExample(contract, media) {
  if (media.example) return media.example;
  return resolve(contract, Object.values(media.examples ?? {})[0] ?? {}).value ?? {};
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

const quote = (text) => `'${text.replaceAll("'", "'\\''")}'`;

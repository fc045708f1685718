'use strict';
// Prism's judgement, asked over a pipe. Argument: the folder that holds node_modules.
//
// Lines of JSON come on stdin: first the contract, then [number, operation, request, answer], where
// the answer may be left out. Each is answered on stdout: `ready` to the contract, then
// [number, violations] with [path, rule, message] for each broken rule, or with the text of an error
// where Prism could not judge. A pipe and not HTTP: one
// question costs both sides a third of what it costs through Prism's own server.

const { join } = require('node:path');
const { createInterface } = require('node:readline');

// Prism says why it cannot go on with an object whose text is a page long.
// The parent looks for this one line.
const tell = (reason) => {
  process.stderr.write(`because ${String(reason?.message ?? reason).replace(/\s+/g, ' ')}\n`);
  process.exit(1);
};
process.on('uncaughtException', tell);
process.on('unhandledRejection', tell);

const packages = join(process.argv[2], 'node_modules');
const prism = join(packages, '@stoplight', 'prism-http', 'dist');
const inPrism = (name) => require(require.resolve(name, { paths: [prism] }));
const { getHttpOperationsFromSpec } = require(join(prism, 'utils', 'operations.js'));
const { validateInput, validateOutput } = require(join(prism, 'validator', 'index.js'));

// Prism takes an empty value for none. Servers look at it, so it is judged like any other.
const { query } = require(join(prism, 'validator', 'deserializers', 'index.js'));
const { form } = query;
query.form = (name, values, schema, explode) =>
  values[name] === '' && !['array', 'object'].includes(schema?.type)
    ? ''
    : form(name, values, schema, explode);
const lodash = inPrism('lodash');
const { pickBy } = lodash;
lodash.pickBy = (object, isPicked = (value) => value !== undefined) => pickBy(object, isPicked);

// Prism compiles the template of a path for each request: a third of its time. Once is enough.
const { URI } = inPrism('uri-template-lite');
const { Template } = URI;
URI.Template = lodash.memoize((template) => new Template(template));

// Prism ends an int64 at 2^53, after which JavaScript's numbers are not exact. Ids go further.
const widen = (key, value) => (key === 'format' && value === 'int64' ? undefined : value);

// A body of ten thousand unknown fields breaks one rule ten thousand times.
const MOST_OF_A_RULE = 20;
const operations = new Map();

async function read(contract) {
  for (const operation of await getHttpOperationsFromSpec(contract)) {
    operations.set(`${operation.method} ${operation.path}`, operation);
  }
  process.stdout.write('ready\n');
}

function judge([number, operation, request, answer]) {
  let verdict;
  try {
    const resource = operations.get(operation);
    const broken = violations('request', validateInput({ resource, element: request }));
    const after = answer ? validateOutput({ resource, element: answer }) : null;
    verdict = after ? [...broken, ...violations('response', after)] : broken;
  } catch (error) {
    verdict = `${error.name}: ${error.message}`;
  }
  process.stdout.write(`${JSON.stringify([number, verdict])}\n`);
}

function violations(side, verdict) {
  if (verdict._tag === 'Right') return [];
  const seen = new Map();
  const broken = [];
  for (const { path = [], code, message } of verdict.left) {
    const times = (seen.get(code) ?? 0) + 1;
    seen.set(code, times);
    if (times <= MOST_OF_A_RULE) broken.push([[side, ...path], String(code ?? ''), message]);
  }
  return broken;
}

let isFirst = true;
const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (!isFirst) return judge(JSON.parse(line));
  isFirst = false;
  read(JSON.parse(line, widen)).catch(tell);
});
// The parent holds the other end of stdin. It closes with the parent, however that ends.
lines.on('close', () => process.exit(0));

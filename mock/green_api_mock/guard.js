'use strict';
// Runs Prism inside this process and ties it to its parent. Arguments: the folder that holds
// node_modules, then Prism's own arguments.

const { ServerResponse } = require('node:http');
const { Server } = require('node:net');
const { join } = require('node:path');

// The parent holds the other end of stdin. It closes with the parent, however that ends.
process.stdin.on('end', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();

// Prism says why it cannot go on with an object whose text is a page long, after its usage.
// The parent looks for this one line.
const tell = (reason) => process.stderr.write(`because ${reason?.message ?? reason}\n`);
console.error = tell;
process.on('uncaughtException', (reason) => {
  tell(reason);
  process.exit(1);
});

// Prism listens on a port of the system's choice. This line tells the parent which.
const listen = Server.prototype.listen;
Server.prototype.listen = function listenAndTell(...options) {
  this.once('listening', () => process.stdout.write(`listening ${this.address().port}\n`));
  return listen.apply(this, options);
};

// Prism reports a broken rule in a header that holds JSON. An unknown field with a name outside
// Latin-1 makes that header invalid, and Prism dies of it. JSON can say the same in ASCII.
const setHeader = ServerResponse.prototype.setHeader;
ServerResponse.prototype.setHeader = function setHeaderInAscii(name, value) {
  const ascii = typeof value === 'string' ? value.replace(/[^\x20-\x7e]/g, escapeUnit) : value;
  return setHeader.call(this, name, ascii);
};

function escapeUnit(unit) {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const [, , root, ...prismArguments] = process.argv;
const packages = join(root, 'node_modules');

// Prism loads this library for random answers, which the mock never asks for, and loading it takes
// longer than all the rest of Prism. So it is loaded at its first use.
const users = [join(packages, '@stoplight', 'prism-http')];
const random = require.resolve('@faker-js/faker', { paths: users });
require.cache[random] = { exports: { default: new Proxy({}, { get: (_, name) => load()[name] }) } };

function load() {
  delete require.cache[random];
  return require(random).default;
}

process.argv = [process.execPath, 'prism', ...prismArguments];
require(join(packages, '@stoplight', 'prism-cli', 'dist', 'index.js'));

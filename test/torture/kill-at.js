// Loaded into a flowrecon process (node --import): kills it, with a real SIGKILL, at the KILL_AT-th boundary of its work on
// the state files. A boundary is the moment before or after an open, write, sync, rename or removal; for an append also
// the moment at which half of it is on disk. Plain JavaScript, because Node 20 runs it there without a build.
import fsNow from 'node:fs';
import fs from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const killAt = Number(process.env.KILL_AT);
let passed = 0;

function boundary() {
  passed += 1;
  if (passed === killAt) process.kill(process.pid, 'SIGKILL');
}

const isStateFile = (path) => String(path).includes('connections.state');

function watched(operation) {
  return async (...args) => {
    boundary();
    const result = await operation(...args);
    boundary();
    return result;
  };
}

/** An append that can be cut in half. */
function watchedAppend(handle) {
  const append = handle.appendFile.bind(handle);
  return async (text) => {
    boundary();
    const half = Math.floor(text.length / 2);
    await append(text.slice(0, half));
    boundary();
    await append(text.slice(half));
    boundary();
  };
}

/** Files of the state that are open, by their number: what is appended at once names its file by that. */
const watchedFiles = new Set();

const appendNow = fsNow.appendFileSync;
fsNow.appendFileSync = (file, text, ...rest) => {
  if (!watchedFiles.has(file)) return appendNow(file, text, ...rest);
  boundary();
  const half = Math.floor(text.length / 2);
  appendNow(file, text.slice(0, half));
  boundary();
  appendNow(file, text.slice(half));
  boundary();
};

const open = fs.open;
fs.open = async (path, ...rest) => {
  if (!isStateFile(path)) return open(path, ...rest);
  const handle = await watched(open)(path, ...rest);
  watchedFiles.add(handle.fd);
  for (const name of ['writeFile', 'write', 'sync', 'datasync'])
    handle[name] = watched(handle[name].bind(handle));
  handle.appendFile = watchedAppend(handle);
  return handle;
};

for (const name of ['rename', 'unlink']) {
  const operation = fs[name];
  fs[name] = (path, ...rest) =>
    isStateFile(path) ? watched(operation)(path, ...rest) : operation(path, ...rest);
}

syncBuiltinESMExports();

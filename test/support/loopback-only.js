// Keeps tests on this machine: a connection to anything but loopback throws. Loaded into every test worker and, through
// NODE_OPTIONS, into every program that a test starts; plain JavaScript, because Node 20 runs it there without a build.
import dns from 'node:dns';
import net from 'node:net';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|::ffff:127(\.\d{1,3}){3})$/i;

// RFC 6761 reserves the name for addresses that do not exist, so a test may ask for one.
const NOWHERE = /\.invalid\.?$/i;

/**
 * Hosts that a test may reach none the less: those of the organisation that somebody named for the contract suite, while
 * that suite runs (test/conformance/entrances.ts). Empty for everything else.
 */
const permitted = (globalThis[Symbol.for('flowrecon.permitted-hosts')] ??= new Set());

/** What `connect` was asked for: net passes on its own arguments as one array, callers pass an object, a port or a path. */
function targetOf([first, second]) {
  if (Array.isArray(first)) return targetOf(first);
  if (typeof first === 'object' && first !== null) return first;
  if (typeof first === 'string' && Number.isNaN(Number(first))) return { path: first };
  return { port: first, host: typeof second === 'string' ? second : undefined };
}

const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function (...args) {
  const { path, host = 'localhost', port } = targetOf(args);
  if (!path && !LOOPBACK.test(host) && !NOWHERE.test(host) && !permitted.has(host)) {
    throw new Error(
      `A test may not reach beyond this machine: connection to ${host}:${port} (test/support/loopback-only.js)`,
    );
  }
  return connect.apply(this, args);
};

// Resolvers differ in how they fail on a reserved name, some by a time-out; the answer here is what RFC 6761 asks of them.
const lookup = dns.lookup;

dns.lookup = function (name, options, callback) {
  if (!NOWHERE.test(name)) return lookup.call(dns, name, options, callback);
  const answer = callback ?? options;
  const error = new Error(`getaddrinfo ENOTFOUND ${name}`);
  process.nextTick(
    answer,
    Object.assign(error, { code: 'ENOTFOUND', errno: -3008, syscall: 'getaddrinfo', hostname: name }),
  );
  return {};
};

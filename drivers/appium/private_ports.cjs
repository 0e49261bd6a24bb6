/*
 * Preloaded into Appium: the ports that its drivers open and reach are sockets in a folder of the run's own.
 *
 * A driver reaches the server on an Android phone through a port of 127.0.0.1 that adb forwards, and the one for
 * iPhones listens on port 9100 of every interface while a session is open. Whoever has an account on the machine
 * can reach such a port, no token is asked for, and two runs can want the same one. In this process port N of the
 * loopback interface is the socket N in the folder IBKEY_PORTS, where there is one; adb makes its own there (see
 * harness/services/devices.py). Only IBKEY_APPIUM_PORT, which is guarded by the base path, is listened on as such.
 */
'use strict';

const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');

const folder = process.env.IBKEY_PORTS;
const ownPort = Number(process.env.IBKEY_APPIUM_PORT);
const LOOPBACK = new Set([undefined, null, '', 'localhost', '127.0.0.1', '::1']);

/** The options and the callback of `listen` and `connect`, in whichever of their forms they were called. */
function told(given) {
  // From inside of Node they come as one array that was made of them before.
  const [first, ...rest] = Array.isArray(given[0]) ? given[0] : given;
  const callback = rest.findLast((one) => typeof one === 'function');
  if (typeof first === 'object' && first !== null) {
    return [first, callback];
  }
  const port = Number.isInteger(Number(first)) && first !== '' ? Number(first) : undefined;
  return [{ port, host: typeof rest[0] === 'string' ? rest[0] : undefined }, callback];
}

const { listen } = net.Server.prototype;
net.Server.prototype.listen = function (...given) {
  const [options, callback] = told(given);
  if (!options.port || options.port === ownPort || options.path) {
    return listen.apply(this, given);
  }
  return listen.call(this, { path: path.join(folder, String(options.port)) }, callback);
};

const { connect } = net.Socket.prototype;
net.Socket.prototype.connect = function (...given) {
  const [options, callback] = told(given);
  const socket = path.join(folder, String(options.port));
  if (!options.port || options.path || !LOOPBACK.has(options.host) || !fs.existsSync(socket)) {
    return connect.apply(this, given);
  }
  return connect.call(this, { ...options, host: undefined, port: undefined, path: socket }, callback);
};

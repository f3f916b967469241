// The web service: copies of Next.js behind one port, since one process computes on one core. `node web.mjs <copies> <host> <port>`.
// A copy that ends is started again, later each time while it does not last; all end with this process. Plain Node.
import cluster from 'node:cluster';
import path from 'node:path';
import { restartWait } from './restart-wait.mjs';

/** Next.js waits for connections that are kept open, for ever: the supervisor gives all of this 15 s */
const GRACE_MS = 8_000;

const [copies, host, port] = process.argv.slice(2);
let stopping = false;

function keepCopy(before = 0) {
  const began = performance.now();
  cluster.fork().once('exit', (code, signal) => {
    if (stopping) return;
    const wait = restartWait(performance.now() - began, before);
    const end = signal ?? `code ${String(code)}`;
    console.error(`a copy ended (${end}); starting it again in ${String(wait / 1000)} s`);
    setTimeout(() => {
      if (!stopping) keepCopy(wait);
    }, wait);
  });
}

function stop(signal) {
  if (stopping) return;
  stopping = true;
  const end = (how) => {
    for (const { process: copy } of Object.values(cluster.workers)) copy.kill(how);
  };
  end(signal);
  setTimeout(() => end('SIGKILL'), GRACE_MS).unref();
  const left = () => Object.keys(cluster.workers).length;
  cluster.on('exit', () => {
    if (left() === 0) process.exit(0);
  });
  if (left() === 0) process.exit(0);
}

cluster.setupPrimary({
  exec: path.join(import.meta.dirname, 'web-copy.mjs'),
  args: [host, port],
});
for (let copy = 0; copy < Number(copies); copy += 1) keepCopy();
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop(signal));

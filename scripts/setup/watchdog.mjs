// Ends what the supervisor started when the supervisor is gone without having done so (kill -9, out of memory).
// Lines on stdin: "+<pid> <signal>" a process group to look after, "-<pid>" it ended. End of input: the supervisor died.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const GRACE_MS = 10_000;
const groups = new Map();

function send(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code !== 'ESRCH') process.stderr.write(`watchdog: ${error.message}\n`);
    return false;
  }
}

// a terminal's Ctrl+C is the supervisor's to handle
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);
for await (const line of createInterface({ input: process.stdin })) {
  const [, sign, pid, signal] = /^([+-])(\d+) ?(\w*)$/.exec(line) ?? [];
  if (sign === '+') groups.set(Number(pid), signal);
  if (sign === '-') groups.delete(Number(pid));
}
for (const [pid, signal] of groups) send(pid, signal);
const began = performance.now();
while (performance.now() - began < GRACE_MS && [...groups.keys()].some((pid) => send(pid, 0))) {
  await sleep(100);
}
for (const pid of groups.keys()) send(pid, 'SIGKILL');

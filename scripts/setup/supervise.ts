import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { say } from './console.mjs';
import { restartWait } from './restart-wait.mjs';

/** A process that is kept running. */
export interface ServiceSpec {
  name: 'web' | 'worker' | 'runner';
  command: string;
  args: string[];
  env: Record<string, string | undefined>;
}

export interface Service {
  /** asks it to end, and ends it by force after `graceMs` */
  stop(graceMs: number): Promise<void>;
}

/** A process that outlives this one just long enough to end what is left; see watchdog.mjs. */
export interface Watchdog {
  watch(pid: number, signal: 'SIGTERM' | 'SIGINT'): void;
  forget(pid: number): void;
  /** call when everything has ended */
  dismiss(): void;
}

export function startWatchdog(): Watchdog {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, 'watchdog.mjs')], {
    detached: true,
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  // it may be ended from outside; the services do not depend on it
  child.stdin.on('error', () => undefined);
  child.unref();
  return {
    watch: (pid, signal) => child.stdin.write(`+${String(pid)} ${signal}\n`),
    forget: (pid) => child.stdin.write(`-${String(pid)}\n`),
    dismiss: () => child.stdin.end(),
  };
}

/**
 * Starts a process, shows its lines behind its name, and starts it again, later each time, whenever it ends by itself.
 * `onStart` gets the number of each new process.
 */
export function supervise(
  spec: ServiceSpec,
  watchdog: Watchdog,
  onStart: (pid: number) => void,
): Service {
  let stopping = false;
  let child: ChildProcess | undefined;
  const isStopping = (): boolean => stopping;

  async function keepRunning(): Promise<void> {
    let wait = 0;
    for (;;) {
      const began = performance.now();
      const end = await runOnce(spec, watchdog, (started) => {
        child = started;
        if (started.pid !== undefined) onStart(started.pid);
      });
      if (isStopping()) return;
      wait = restartWait(performance.now() - began, wait);
      say(spec.name, `${end}; starting it again in ${String(wait / 1000)} s`);
      await sleep(wait);
      if (isStopping()) return;
    }
  }

  const done = keepRunning();
  return {
    stop: async (graceMs) => {
      stopping = true;
      signalGroup(child, 'SIGTERM');
      const late = setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs);
      // one that waits for its next start has no process to wait for
      if (isRunning(child)) await done;
      clearTimeout(late);
    },
  };
}

function isRunning(child: ChildProcess | undefined): boolean {
  return child?.exitCode === null && child.signalCode === null;
}

/** Runs the process to its end and says how it ended. */
function runOnce(
  spec: ServiceSpec,
  watchdog: Watchdog,
  onStart: (child: ChildProcess) => void,
): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(spec.command, spec.args, {
      env: { ...process.env, ...spec.env },
      // a group of its own: Ctrl+C reaches the supervisor only, which stops the services in order
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { pid } = child;
    if (pid !== undefined) watchdog.watch(pid, 'SIGTERM');
    onStart(child);
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        const text = readable(line);
        if (text !== '') say(spec.name, text);
      });
    }
    child.once('error', (error) => resolve(`it could not be started (${error.message})`));
    child.once('exit', () => {
      if (pid === undefined) return;
      // what it started itself must not outlive it
      signalGroup(child, 'SIGKILL');
      watchdog.forget(pid);
    });
    child.once('close', (code, signal) => {
      resolve(signal ? `it was ended by ${signal}` : `it ended with code ${String(code)}`);
    });
  });
}

function signalGroup(child: ChildProcess | undefined, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

const LEVELS: Record<string, string> = { '40': 'warning: ', '50': 'error: ', '60': 'fatal: ' };

/** A line of our own JSON log as words; any other line as it is. */
export function readable(line: string): string {
  if (!line.startsWith('{')) return line.trimEnd();
  let fields: Record<string, unknown>;
  try {
    fields = JSON.parse(line) as Record<string, unknown>;
  } catch {
    // a line that begins like JSON and is none is shown as it came
    return line;
  }
  const { level, time: _time, msg, err, ...rest } = fields;
  const more = Object.entries(rest).map(([key, value]) => {
    return `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`;
  });
  const fault = err as { stack?: string; message?: string } | undefined;
  const head = `${LEVELS[String(level)] ?? ''}${typeof msg === 'string' ? msg : ''}`;
  return [[head, ...more].join(' ').trim(), fault?.stack ?? fault?.message ?? '']
    .filter((part) => part !== '')
    .join('\n');
}

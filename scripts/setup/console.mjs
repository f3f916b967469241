// What set-up and supervisor print: one line an event, with the name of who speaks. Plain Node: runs before npm ci.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const COLOURS = { quadrat: 36, web: 32, worker: 33, runner: 35, database: 34, demo: 36 };
const coloured = process.stdout.isTTY && !process.env.NO_COLOR;

/** Prints `text` line by line behind the name of who says it. */
export function say(name, text) {
  const label = name.padEnd(8);
  const shown = coloured ? `\u001b[${COLOURS[name] ?? 90}m${label}\u001b[0m` : label;
  for (const line of text.split('\n')) process.stdout.write(`${shown} | ${line}\n`);
}

/** An error whose message is written for the person at the terminal: shown without a stack. */
export class SetupError extends Error {
  name = 'SetupError';
}

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGTERM');
});

/**
 * Runs a command to its end without showing its output; on failure throws a SetupError with the output's first and last lines.
 * @returns {Promise<string>} standard output
 */
export function run(name, command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...options,
      env: { ...(options.env ?? process.env), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    const output = [];
    const told = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        if (stream === child.stdout) output.push(line);
        // npm says first what went wrong, most others last
        told.push(line);
        if (told.length > 120) told.splice(40, 1);
      });
    }
    child.once('error', (error) => {
      running.delete(child);
      reject(new SetupError(`${name}: "${command}" cannot be run: ${error.message}`));
    });
    child.once('close', (code, signal) => {
      running.delete(child);
      if (code === 0) resolve(output.join('\n'));
      else {
        const end = signal ? `was ended by ${signal}` : `ended with code ${String(code)}`;
        const shown = told.map((line) => `    ${line}`).join('\n');
        reject(new SetupError(`${name}: "${command} ${args.join(' ')}" ${end}:\n${shown}`));
      }
    });
  });
}

/** Does `work`, saying before what and after how long. */
export async function step(name, what, work) {
  const began = performance.now();
  say(name, `${what} ...`);
  const result = await work();
  say(name, `${what}: done in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  return result;
}

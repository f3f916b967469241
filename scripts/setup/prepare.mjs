// What must be there before anything of Quadrat can be loaded: the right Node, Python, npm packages. Plain Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { run, SetupError, step } from './console.mjs';
import { hashOf, once, withLock } from './stamps.mjs';

const NODE = [20, 19];
const PYTHON = [3, 10];

/** Whether version `found` (numbers, most significant first) is at least `wanted`. */
export function isAtLeast(found, wanted) {
  const differs = wanted.findIndex((number, i) => (found[i] ?? 0) !== number);
  return differs === -1 || (found[differs] ?? 0) > wanted[differs];
}

/** Throws where this Node is too old. */
export function checkNode() {
  const found = process.versions.node.split('.').map(Number);
  if (!isAtLeast(found, NODE)) {
    throw new SetupError(
      `Quadrat needs Node ${NODE.join('.')} or later; this is ${process.versions.node}. Install a newer Node (20, 22 or 24) and run the command again.`,
    );
  }
}

/**
 * The Python to build the trainer's environment with: QUADRAT_PYTHON, else python3 of the path.
 * @returns {string} its command
 */
export function findPython() {
  const command = process.env.QUADRAT_PYTHON ?? 'python3';
  const install =
    'On Debian or Ubuntu: apt-get install python3 python3-venv. Another Python is named by the variable QUADRAT_PYTHON.';
  const probe = spawnSync(
    command,
    ['-c', 'import sys; print(*sys.version_info[:2]); import venv, ensurepip'],
    { encoding: 'utf8' },
  );
  const version = (probe.stdout ?? '').trim().split(' ').map(Number);
  if (probe.error || version.length < 2) {
    throw new SetupError(
      `Python ${PYTHON.join('.')} or later is needed for training, and "${command}" was not found. ${install}`,
    );
  }
  if (!isAtLeast(version, PYTHON)) {
    throw new SetupError(
      `Python ${PYTHON.join('.')} or later is needed for training; "${command}" is ${version.join('.')}. ${install}`,
    );
  }
  if (probe.status !== 0) {
    throw new SetupError(
      `"${command}" (${version.join('.')}) cannot make virtual environments: its venv module is missing. ${install}`,
    );
  }
  return command;
}

/** Throws where something listens on the port already. */
export async function checkPort(host, port) {
  await new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', (error) => {
      reject(
        new SetupError(
          error.code === 'EADDRINUSE'
            ? `Port ${port} is in use by another program. Stop that program, or choose another port with the variable PORT, for instance: PORT=${port + 1} npm start`
            : `Quadrat cannot listen on ${host}, port ${port} (${error.code}). Choose another port with the variable PORT, for instance: PORT=3001 npm start`,
        ),
      );
    });
    probe.listen(port, host, () => probe.close(resolve));
  });
}

/** Installs the npm packages of package-lock.json unless they are there already, by npm's own record. */
export async function installPackages() {
  if (hasPackages()) return;
  await withLock('.setup.lock', async () => {
    if (hasPackages()) return;
    await step('npm', 'installing the packages of package-lock.json', () =>
      run('npm', 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']),
    );
  });
}

function hasPackages() {
  const record = path.join('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  return Object.entries(wanted).every(
    ([where, { version, optional }]) =>
      where === '' || optional || installed[where]?.version === version,
  );
}

const GENERATORS = ['scripts/setup/prisma-client.mjs', 'scripts/copy-tfjs.mjs'];

/** Makes what the build needs and git does not keep: database client, the model runtime's files. */
export async function generate() {
  const inputs = ['prisma/schema.prisma', 'package-lock.json', ...GENERATORS];
  await once('generated/.stamp', await hashOf(inputs), () =>
    step('generate', 'making generated code', async () => {
      for (const file of GENERATORS) await run('generate', process.execPath, [file]);
    }),
  );
}

/**
 * Makes the trainer's virtual environment unless it is there already.
 * @param {string} python command that makes it
 * @param {string} venv its folder
 * @param {string} requirements requirements file, relative to the root
 */
export async function makeVenv(python, venv, requirements) {
  const version = await run('python', python, ['--version']);
  const inputs = [requirements, 'trainer/requirements.txt', 'trainer/pyproject.toml'];
  const hash = await hashOf(inputs, [version, path.resolve('trainer')]);
  await once(path.join(venv, `.done-${path.basename(requirements)}`), hash, () =>
    step('python', 'making the Python environment of the trainer', async () => {
      await run('python', python, ['-m', 'venv', venv]);
      const install = (...what) =>
        run('python', path.join(venv, 'bin', 'python'), [
          ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'],
          ...what,
        ]);
      await install(`torch==${torchVersion()}`);
      await install('-r', requirements);
      await install('--no-deps', '-e', 'trainer');
    }),
  );
}

function torchVersion() {
  const found = /"torch==([\d.]+)"/.exec(readFileSync('trainer/pyproject.toml', 'utf8'));
  if (!found) throw new SetupError('trainer/pyproject.toml names no version of torch');
  return found[1];
}

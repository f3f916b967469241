// The browser of the journeys: Debian's Chromium. Plain Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, SetupError, step } from './console.mjs';

function find() {
  const known = [process.env.CHROMIUM_PATH, '/usr/bin/chromium', '/usr/bin/chromium-browser'];
  return known.find((file) => file && existsSync(file));
}

/** Path of Chromium, installed from the system's packages where it is missing and we are root. */
export async function chromiumPath() {
  const found = find();
  if (found) return found;
  const hasApt = spawnSync('apt-get', ['--version']).status === 0;
  if (process.getuid?.() === 0 && hasApt) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await step('browser', 'installing Chromium', async () => {
      await run('browser', 'apt-get', ['update', '-q'], { env });
      await run(
        'browser',
        'apt-get',
        ['install', '-q', '-y', '--no-install-recommends', 'chromium'],
        { env },
      );
    });
    const installed = find();
    if (installed) return installed;
  }
  throw new SetupError(
    'The browser tests need Chromium. On Debian: apt-get install chromium (as root). One that lies elsewhere is named by the variable CHROMIUM_PATH.',
  );
}

// The browser of the journeys and benches: Debian's Chromium, best as the headless shell, which does not compute a window that
// nobody sees (a quarter of a journey's time). Plain Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, SetupError, step } from './console.mjs';

const PACKAGES = ['chromium-headless-shell', 'chromium'];

/** Path of the first Chromium that is there, the one that CHROMIUM_PATH names before all. */
export function findChromium() {
  const known = [...PACKAGES, 'chromium-browser'].map((name) => `/usr/bin/${name}`);
  return [process.env.CHROMIUM_PATH, ...known].find((file) => file && existsSync(file));
}

/** Path of Chromium, installed from the system's packages where it is missing and we are root. */
export async function chromiumPath() {
  const found = findChromium();
  if (found) return found;
  const hasApt = spawnSync('apt-get', ['--version']).status === 0;
  if (process.getuid?.() === 0 && hasApt) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await step('browser', 'installing Chromium', async () => {
      await run('browser', 'apt-get', ['update', '-q'], { env });
      const install = (name) =>
        run('browser', 'apt-get', ['install', '-q', '-y', '--no-install-recommends', name], {
          env,
        });
      // a system that does not have the shell has the whole browser
      await install(PACKAGES[0]).catch(() => install(PACKAGES[1]));
    });
    const installed = findChromium();
    if (installed) return installed;
  }
  throw new SetupError(
    'The browser tests need Chromium. On Debian: apt-get install chromium (as root). One that lies elsewhere is named by the variable CHROMIUM_PATH.',
  );
}

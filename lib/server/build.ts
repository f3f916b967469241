import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Name of the production build that this process serves; null while developing, when scripts change under the page. */
export function buildId(): string | null {
  if (process.env.NODE_ENV !== 'production') return null;
  try {
    const dist = process.env['NEXT_DIST_DIR'] ?? '.next';
    return readFileSync(path.join(process.cwd(), dist, 'BUILD_ID'), 'utf8').trim();
  } catch {
    return null; // without it the label page has no copy for hours without a network
  }
}

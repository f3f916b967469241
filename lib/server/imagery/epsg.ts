import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

/** One coordinate system of the EPSG table (package epsg-index). */
export interface EpsgEntry {
  code: number;
  name: string;
  proj4: string | null;
}

const Row = z.object({
  code: z.coerce.number().int(),
  name: z.string(),
  proj4: z.string().nullish(),
});

// not by require.resolve: the bundler would put a module number in its place, and look at 16,000 files for the rest
const folder = path.join(/* turbopackIgnore: true */ process.cwd(), 'node_modules', 'epsg-index');

/** Looks a system up by its number; null where the table has none. */
export async function epsgByCode(code: number): Promise<EpsgEntry | null> {
  try {
    return toEntry(JSON.parse(await readFile(path.join(folder, 's', `${code}.json`), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

let byName: Promise<Map<string, EpsgEntry>> | undefined;

/** Looks a system up by its name, whatever its spacing, underscores and case; for files that give only words. */
export async function epsgByName(name: string): Promise<EpsgEntry | null> {
  byName ??= readFile(path.join(folder, 'all.json'), 'utf8').then((text) => {
    const rows = Object.values(JSON.parse(text) as Record<string, unknown>).map(toEntry);
    return new Map(rows.map((row) => [plain(row.name), row]));
  });
  return (await byName).get(plain(name)) ?? null;
}

function toEntry(value: unknown): EpsgEntry {
  const row = Row.parse(value);
  return { code: row.code, name: row.name, proj4: row.proj4 ?? null };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

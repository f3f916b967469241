import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Command } from 'commander';
import { Upload } from 'tus-js-client';
import type { Context } from '@/cli/context';
import { contextOf, UsageError } from '@/cli/context';
import { patiently, pause } from '@/cli/wait';
import { ImportPage, UNDER_WAY } from '@/lib/domain/import/schema';
import type { ImportView } from '@/lib/domain/import/schema';

interface ImportOptions {
  survey?: string;
  source?: string;
  licence?: string;
  sensor?: string;
  takenAt?: string;
  bands?: string;
  wait: boolean;
}

/** Uploads at once: enough to hide the way to the server, few enough for a slow line. */
const PARALLEL = 3;

/** `quadrat import`: pictures and folders of pictures, resumable, a line a file; exit code 1 when a file stayed out. */
export function addImportCommand(program: Command): void {
  program
    .command('import <project> <paths...>')
    .description('bring pictures in: files or folders; waits until they are cut')
    .option('--survey <name>', 'the flight or date that they belong to')
    .option('--source <words>', 'where they come from')
    .option('--licence <words>')
    .option('--sensor <words>')
    .option('--taken-at <date>', 'when the files themselves do not say')
    .option('--bands <r,g,b>', 'bands to show, counted from 1, for instance 4,1,2')
    .option('--no-wait', 'only upload; the worker cuts them later')
    .action(async (project: string, paths: string[], options: ImportOptions, command: Command) => {
      const context = await contextOf(command);
      const files = await filesOf(paths);
      if (files.length === 0) throw new UsageError('There are no files in these folders.');
      const ids = await uploadAll(context, project, files, options);
      const lines = options.wait ? await settled(context, project, new Set(ids)) : [];
      const bad = lines.filter((line) => line.state === 'FAILED' || line.state === 'CANCELLED');
      context.result(lines, lines.map(words).join('\n') || `${String(ids.length)} files uploaded`);
      if (bad.length > 0) process.exitCode = 1;
    });
}

/** Files as named, and all files of named folders, by name; hidden ones are left out. */
async function filesOf(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const given of paths) {
    const info = await stat(given).catch(() => {
      throw new UsageError(`There is no file or folder ${given}.`);
    });
    if (!info.isDirectory()) files.push(given);
    else {
      const entries = await readdir(given, { recursive: true, withFileTypes: true });
      files.push(
        ...entries
          .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
          .map((entry) => path.join(entry.parentPath, entry.name))
          .sort(),
      );
    }
  }
  return files;
}

async function uploadAll(
  context: Context,
  project: string,
  files: readonly string[],
  options: ImportOptions,
): Promise<string[]> {
  const ids: string[] = [];
  const waiting = [...files];
  const lane = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      ids.push(await uploadFile(context, project, file, options));
      context.note(
        `${String(ids.length)} of ${String(files.length)} uploaded: ${path.basename(file)}`,
      );
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, lane));
  return ids;
}

/** Sends one file by tus; a cut connection is taken up again where it broke. Returns the import's id. */
async function uploadFile(
  { client }: Context,
  project: string,
  file: string,
  options: ImportOptions,
): Promise<string> {
  const { size } = await stat(file);
  const metadata: Record<string, string> = { filename: path.basename(file) };
  for (const key of ['survey', 'source', 'licence', 'sensor', 'takenAt', 'bands'] as const) {
    const value = options[key];
    if (value !== undefined) metadata[key] = value;
  }
  return await new Promise((resolve, reject) => {
    // the library's types leave Node's streams out, its code takes them
    const content = createReadStream(file) as unknown as Buffer;
    const upload = new Upload(content, {
      endpoint: `${client.server}/api/v1/projects/${encodeURIComponent(project)}/uploads`,
      headers: { authorization: `Bearer ${client.token}` },
      uploadSize: size,
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [500, 1000, 3000, 10_000],
      metadata,
      onSuccess: () => {
        resolve(upload.url?.split('/').at(-1) ?? '');
      },
      onError: reject,
    });
    upload.start();
  });
}

/** Waits until every one of these imports has ended, and says how far it is. */
async function settled(
  context: Context,
  project: string,
  ids: ReadonlySet<string>,
): Promise<ImportView[]> {
  let last = '';
  for (;;) {
    const lines = await patiently(() => linesOf(context, project, ids), context.note);
    const open = lines.filter((line) => UNDER_WAY.includes(line.state));
    if (open.length === 0) return lines;
    const now = `${String(lines.length - open.length)} of ${String(lines.length)} cut`;
    if (now !== last) context.note((last = now));
    await pause(700);
  }
}

async function linesOf(
  { client }: Context,
  project: string,
  ids: ReadonlySet<string>,
): Promise<ImportView[]> {
  const lines: ImportView[] = [];
  let cursor = '';
  do {
    const page = await client.call(ImportPage, `/projects/${project}/imports?limit=500${cursor}`);
    lines.push(...page.items.filter((line) => ids.has(line.id)));
    cursor = page.nextCursor === undefined ? '' : `&cursor=${page.nextCursor}`;
  } while (cursor !== '' && lines.length < ids.size);
  return lines.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

function words(line: ImportView): string {
  const what = line.reason ?? (line.chips === null ? '' : `${String(line.chips)} chips`);
  return `${line.state.toLowerCase()}\t${line.name}\t${what}`;
}

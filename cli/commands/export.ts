import { createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebReadable } from 'node:stream/web';
import type { Command } from 'commander';
import { Option } from 'commander';
import { z } from 'zod';
import type { Client } from '@/cli/client';
import type { Context } from '@/cli/context';
import { contextOf } from '@/cli/context';
import { patiently, pause } from '@/cli/wait';
import { ExportList } from '@/lib/domain/export/schema';
import type { ExportView } from '@/lib/domain/export/schema';
import { SnapshotView } from '@/lib/domain/snapshot/schema';

/** `quadrat snapshot` and `quadrat export`. */
export function addExportCommands(program: Command): void {
  program
    .command('snapshot <project>')
    .description('freeze what is confirmed now; the same content again gives the same snapshot')
    .action(async (project: string, _options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const made = await freeze(client, project);
      result(
        made,
        `S${String(made.number)}\t${String(made.chips)} chips\t${String(made.cells)} cells\t${made.sha256}`,
      );
    });

  program
    .command('export <project>')
    .description('export a snapshot as a zip; a broken download resumes where it was')
    .addOption(
      new Option('--format <format>').choices(['csv', 'coco', 'imagefolder']).default('csv'),
    )
    .option('--snapshot <number>', 'number of a snapshot; by default what is confirmed now')
    .option('-o, --out <file>', 'file to write; by default the name that the server gives')
    .action(
      async (
        project: string,
        options: { format: string; snapshot?: string; out?: string },
        command: Command,
      ) => {
        const context = await contextOf(command);
        const { client } = context;
        const snapshot =
          options.snapshot === undefined
            ? (await freeze(client, project)).number
            : Number(options.snapshot.replace(/^S/i, ''));
        const { id } = await client.call(
          z.object({ id: z.uuid() }),
          `/projects/${project}/exports`,
          {
            body: { format: options.format, snapshot },
          },
        );
        const done = await finished(context, project, id);
        const file = options.out ?? done.result.name;
        await download(client, `/projects/${project}/exports/${id}/file`, file, done.result.bytes);
        context.result(
          { ...done, file },
          `${file}\t${String(done.result.chips)} chips\t${String(done.result.cells)} cells`,
        );
      },
    );
}

function freeze(client: Client, project: string): Promise<SnapshotView> {
  return client.call(SnapshotView, `/projects/${project}/snapshots`, { method: 'POST' });
}

type Finished = ExportView & { result: NonNullable<ExportView['result']> };

async function finished(context: Context, project: string, id: string): Promise<Finished> {
  let last = '';
  for (;;) {
    const { items } = await patiently(
      () => context.client.call(ExportList, `/projects/${project}/exports`),
      context.note,
    );
    const job = items.find((item) => item.id === id);
    if (!job) throw new Error('The export is gone.');
    if (job.result) return { ...job, result: job.result };
    if (job.state === 'FAILED' || job.state === 'CANCELLED') {
      throw new Error(job.error?.message ?? `The export was ${job.state.toLowerCase()}.`);
    }
    const words = job.progress?.text ?? 'waiting for the worker';
    if (words !== last) context.note((last = words));
    await pause(500);
  }
}

/** Downloads with Range from what `<file>.part` already holds; five tries, then the part stays for the next call. */
async function download(client: Client, path: string, file: string, bytes: number): Promise<void> {
  const part = `${file}.part`;
  for (let attempt = 1; ; attempt += 1) {
    const have = await stat(part).then(
      (s) => s.size,
      () => 0,
    );
    if (have === bytes) break;
    try {
      const response = await client.fetch(path, {
        headers: have > 0 && have < bytes ? { range: `bytes=${String(have)}-` } : {},
      });
      if (!response.body) throw new Error('The server sent no file.');
      const flags = response.status === 206 ? 'a' : 'w';
      await pipeline(
        Readable.fromWeb(response.body as WebReadable),
        createWriteStream(part, { flags }),
      );
    } catch (error) {
      if (attempt === 5) throw error;
      await pause(1000 * attempt);
    }
  }
  await rename(part, file);
}

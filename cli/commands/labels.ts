import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebReadable } from 'node:stream/web';
import type { Command } from 'commander';
import { Option } from 'commander';
import { contextOf, UsageError } from '@/cli/context';
import { LabelImportReply } from '@/lib/domain/label/file';

interface ImportOptions {
  preview?: true;
  confirm?: true;
  replace?: true;
  skipProblems?: true;
  rest: string;
  asset?: string;
  class?: string;
  assets?: string;
  outside?: string;
}

const TYPES: Record<string, string> = {
  '.csv': 'text/csv',
  '.json': 'application/geo+json',
  '.geojson': 'application/geo+json',
  '.xml': 'text/xml',
};

/** `quadrat labels import | export`. */
export function addLabelsCommands(program: Command): void {
  const labels = program.command('labels').description('labels in and out as files');

  labels
    .command('import <project> <file>')
    .description('cells, points or boxes as CSV, points as GeoJSON, boxes as COCO or Pascal VOC')
    .option('--preview', 'count and check only')
    .option('--confirm', 'write reviewed labels and confirm the chips')
    .option('--replace', 'write over labels that chips have already')
    .option('--skip-problems', 'leave out lines that have a problem instead of stopping')
    .addOption(
      new Option('--rest <code>', 'cells without an object')
        .choices(['absent', 'unlabelled'])
        .default('unlabelled'),
    )
    .option('--asset <name>', 'the picture of every line, for files without such a column')
    .option('--class <name>', 'the class of every object, whatever the file says')
    .option('--assets <names>', 'pictures that were looked at as a whole, commas between')
    .option(
      '--outside <source>',
      'labels of outside people of unknown reliability, for review: the name of their source',
    )
    .action(async (project: string, file: string, options: ImportOptions, command: Command) => {
      const { client, result, note } = await contextOf(command);
      const type = TYPES[path.extname(file).toLowerCase()];
      if (type === undefined)
        throw new UsageError('The file must end in .csv, .json, .geojson or .xml.');
      const { size } = await stat(file);
      const query = new URLSearchParams({ rest: options.rest });
      for (const flag of ['preview', 'confirm', 'replace'] as const) {
        if (options[flag]) query.set(flag, '1');
      }
      if (options.skipProblems) query.set('problems', 'skip');
      for (const key of ['asset', 'class', 'assets', 'outside'] as const) {
        if (options[key] !== undefined) query.set(key, options[key]);
      }
      const response = await client.fetch(`/projects/${project}/labels?${query.toString()}`, {
        method: 'POST',
        headers: { 'content-type': type, 'content-length': String(size) },
        body: Readable.toWeb(createReadStream(file)) as ReadableStream,
        duplex: 'half',
      });
      const reply = LabelImportReply.parse(await response.json());
      for (const problem of reply.problems.slice(0, 20)) {
        const where = problem.line === 0 ? '--assets' : `line ${String(problem.line)}`;
        note(`${where}: ${problem.text}`);
      }
      const { written, unchanged, kept } = reply.chips;
      result(
        reply,
        `${reply.written ? 'written' : 'not written'}: ${String(reply.placed)} of ${String(reply.lines)} lines in cells, ` +
          `${String(written)} chips, ${String(unchanged)} unchanged, ${String(kept)} kept as they are`,
      );
      if (!reply.written && options.preview !== true) process.exitCode = 1;
    });

  labels
    .command('export <project>')
    .description('all confirmed cells (or every person’s) as CSV, readable by labels import')
    .addOption(
      new Option('--of <what>', 'whose labels')
        .choices(['consensus', 'labellings'])
        .default('consensus'),
    )
    .option('-o, --out <file>', 'file to write; by default stdout')
    .action(async (project: string, options: { of: string; out?: string }, command: Command) => {
      const { client } = await contextOf(command);
      const response = await client.fetch(`/projects/${project}/labels?of=${options.of}`);
      if (!response.body) throw new Error('The server sent no labels.');
      await pipeline(
        Readable.fromWeb(response.body as WebReadable),
        options.out === undefined ? process.stdout : createWriteStream(options.out),
      );
    });
}

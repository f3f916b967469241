import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebReadable } from 'node:stream/web';
import type { Command } from 'commander';
import { Option } from 'commander';
import { contextOf } from '@/cli/context';
import { PeriodName } from '@/lib/domain/progress/schema';

interface ProgressOptions {
  of: string;
  period: string;
  from?: string;
  to?: string;
  out?: string;
}

/** `quadrat progress`. */
export function addProgressCommand(program: Command): void {
  program
    .command('progress <project>')
    .description('work of each person as CSV: active time, chips, cells, agreement')
    .addOption(
      new Option('--of <what>', 'a line a person and day, or a person')
        .choices(['days', 'people'])
        .default('people'),
    )
    .addOption(
      new Option('--period <days>', 'the last days').choices(PeriodName.options).default('30'),
    )
    .option('--from <day>', 'first day (UTC), as 2026-11-27')
    .option('--to <day>', 'last day (UTC)')
    .option('-o, --out <file>', 'file to write; by default stdout')
    .action(async (project: string, options: ProgressOptions, command: Command) => {
      const { client } = await contextOf(command);
      const { out, ...asked } = options;
      const query = new URLSearchParams({ ...asked }).toString();
      const response = await client.fetch(
        `/projects/${encodeURIComponent(project)}/progress.csv?${query}`,
      );
      if (!response.body) throw new Error('The server sent no file.');
      await pipeline(
        Readable.fromWeb(response.body as WebReadable),
        out === undefined ? process.stdout : createWriteStream(out),
      );
    });
}

import type { Command } from 'commander';
import { contextOf, UsageError } from '@/cli/context';
import { ProjectList, ProjectView } from '@/lib/domain/project/schema';
import type { ProjectLine } from '@/lib/domain/project/schema';

interface CreateOptions {
  class: string[];
  cellPx?: string;
  cellM?: string;
  rows: string;
  cols: string;
  rule?: string;
  description?: string;
  chipFormat?: string;
}

/** `quadrat project create | list | show`. */
export function addProjectCommands(program: Command): void {
  const project = program.command('project').description('projects of this instance');

  project
    .command('create <name>')
    .description('make a project with its classes and grid (the owner, and whom the owner lets)')
    .requiredOption('--class <name...>', 'classes, in the order of their keys')
    .option('--cell-px <px>', 'side of a cell in pixels')
    .option('--cell-m <m>', 'side of a cell in metres, for georeferenced imagery')
    .option('--rows <n>', 'cells a chip, down', '8')
    .option('--cols <n>', 'cells a chip, across', '8')
    .option('--rule <words>', 'when a cell shows a class')
    .option('--description <words>')
    .option('--chip-format <format>', 'jpeg92 or webp-lossless')
    .action(async (name: string, options: CreateOptions, command: Command) => {
      if ((options.cellPx === undefined) === (options.cellM === undefined)) {
        throw new UsageError('Give the side of a cell: --cell-px or --cell-m.');
      }
      const { client, result } = await contextOf(command);
      const made = await client.call(ProjectView, '/projects', {
        body: {
          name,
          classes: options.class.map((className) => ({ name: className })),
          ...(options.cellPx === undefined ? {} : { cellPx: Number(options.cellPx) }),
          ...(options.cellM === undefined ? {} : { cellM: Number(options.cellM) }),
          rows: Number(options.rows),
          cols: Number(options.cols),
          ...(options.rule === undefined ? {} : { rule: options.rule }),
          ...(options.description === undefined ? {} : { description: options.description }),
          ...(options.chipFormat === undefined ? {} : { chipFormat: options.chipFormat }),
        },
      });
      result(made, `${made.slug}\t${made.name}`);
    });

  project
    .command('list')
    .description('my projects')
    .action(async (_options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const { items } = await client.call(ProjectList, '/projects');
      const line = (p: ProjectLine) =>
        `${p.slug}\t${p.role.toLowerCase()}\t${String(p.chips.CONFIRMED)} of ${String(p.chips.total)} chips confirmed\t${p.name}`;
      result(items, items.map(line).join('\n') || 'No projects yet: quadrat project create <name>');
    });

  project
    .command('show <project>')
    .description('one project: grid, classes, counts')
    .action(async (key: string, _options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const p = await client.call(ProjectView, `/projects/${encodeURIComponent(key)}`);
      const cell = p.cellM === null ? `${String(p.cellPx)} px` : `${String(p.cellM)} m`;
      result(
        p,
        [
          `${p.name} (${p.slug})`,
          `cells of ${cell}, ${String(p.rows)} x ${String(p.cols)} a chip`,
          `${String(p.assets)} assets, ${String(p.chips)} chips`,
          ...p.classes.map((c) => `class ${String(c.index + 1)}: ${c.name}`),
        ].join('\n'),
      );
    });
}

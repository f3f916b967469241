import type { Command } from 'commander';
import { z } from 'zod';
import { contextOf, UsageError } from '@/cli/context';
import { AssetPage, AssetRemoval } from '@/lib/domain/asset/schema';
import type { AssetView } from '@/lib/domain/asset/schema';
import { englishError } from '@/lib/i18n/english-error';

/** `quadrat assets list | remove`. */
export function addAssetsCommands(program: Command): void {
  const assets = program.command('assets').description('pictures of a project');

  assets
    .command('list <project>')
    .description('all pictures, newest first')
    .action(async (project: string, _options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const items: AssetView[] = [];
      let cursor: string | undefined;
      do {
        const after = cursor === undefined ? '' : `&cursor=${cursor}`;
        const path = `/projects/${encodeURIComponent(project)}/assets?limit=500${after}`;
        const page = await client.call(AssetPage, path);
        items.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      const lines = items.map((a) => `${a.id}\t${String(a.chips)} chips\t${a.name}`);
      result(items, lines.join('\n') || 'No pictures yet: quadrat import <project> <paths...>');
    });

  assets
    .command('remove <project> <asset>')
    .description('remove a picture by its id, with its chips; says what would go and why not')
    .option('--with-labels', 'also where people have labelled it', false)
    .option('--dry-run', 'only say what would go', false)
    .action(
      async (
        project: string,
        asset: string,
        options: { withLabels: boolean; dryRun: boolean },
        command: Command,
      ) => {
        const { client, result } = await contextOf(command);
        const path = `/projects/${encodeURIComponent(project)}/assets/${encodeURIComponent(asset)}`;
        const removal = await client.call(AssetRemoval, `${path}/removal`);
        const goes = `${String(removal.chips)} chips, ${String(removal.labellings)} labellings of ${String(removal.people)} people, ${String(removal.confirmed)} confirmed chips`;
        if (options.dryRun) {
          const why = removal.obstacle && englishError(removal.obstacle);
          result(removal, why ?? `would remove ${goes}`);
          return;
        }
        if (removal.labellings > 0 && !options.withLabels) {
          throw new UsageError(
            `People have labelled it (${goes}). Add --with-labels to remove it.`,
          );
        }
        await client.call(
          z.void(),
          `${path}?events=${String(removal.events)}&asked=${String(removal.asked)}`,
          {
            method: 'DELETE',
          },
        );
        result(removal, `removed ${goes}`);
      },
    );
}

import type { KeyChoice } from '@/lib/domain/preference/schema';
import { withKeys } from '@/lib/editor/commands/keymap';
import type { PlacedCommand } from '@/lib/editor/commands/keymap';

/** All commands with a person's keys. Those of two pages are settled page by page: what is apart never clashes. */
export function withPlacedKeys(
  all: readonly PlacedCommand[],
  choice: KeyChoice,
): readonly PlacedCommand[] {
  const keys = new Map<string, Set<string>>();
  for (const page of new Set(all.flatMap(({ pages }) => pages))) {
    const here = all.filter(({ pages }) => pages.includes(page)).map(({ command }) => command);
    for (const command of withKeys(here, choice)) {
      keys.set(command.id, new Set([...(keys.get(command.id) ?? []), ...command.keys]));
    }
  }
  return all.map(({ command, pages }) => ({
    pages,
    command: { ...command, keys: [...(keys.get(command.id) ?? [])] },
  }));
}

'use client';
import { Kbd } from '@/components/ui/kbd';
import { usePreference } from '@/lib/client/use-preference';
import type { KeyChoice } from '@/lib/domain/preference/schema';
import type { Command } from '@/lib/editor/commands/command';
import { withKeys } from '@/lib/editor/commands/keymap';
import { keyHint } from '@/lib/editor/commands/keys';
import { allCommands } from '@/lib/editor/commands/registry';
import type { CommandPage } from '@/lib/editor/commands/registry';

type Keys = ReadonlyMap<Command['id'], string | undefined>;

// worked out once a choice: every hint on the page asks
const keysOf = new WeakMap<KeyChoice, Map<CommandPage, Keys>>();

function firstKeys(choice: KeyChoice, page: CommandPage): Keys {
  const known = keysOf.get(choice) ?? new Map<CommandPage, Keys>();
  keysOf.set(choice, known);
  const made = known.get(page);
  if (made) return made;
  const here = allCommands().filter(({ pages }) => pages.includes(page));
  const commands = withKeys(
    here.map(({ command }) => command),
    choice,
  );
  const keys: Keys = new Map(commands.map((command) => [command.id, command.keys[0]]));
  known.set(page, keys);
  return keys;
}

/** The person's key of a command, as a hint; nothing where it has none. */
export function CommandKey({ id, page = 'label' }: { id: Command['id']; page?: CommandPage }) {
  const { value: choice } = usePreference('keys');
  const key = firstKeys(choice, page).get(id);
  return key === undefined ? null : <Kbd>{keyHint(key)}</Kbd>;
}

import type { KeyChoice } from '@/lib/domain/preference/schema';
import type { Command } from '@/lib/editor/commands/command';
import { PRESET_KEYS } from '@/lib/editor/commands/presets';

/** Which commands' keys come first now. */
export interface KeyModes {
  readonly draft: boolean;
  readonly polygon: boolean;
}

/** A command with the pages that have it: two commands clash only where they meet. */
export interface PlacedCommand {
  readonly command: Command;
  readonly pages: readonly string[];
}

/**
 * The commands of a page with a person's keys. Where a key is chosen for one and the preset's or default of another, the
 * chosen one has it, and a preset goes before a default: no key means two things.
 */
export function withKeys<C>(
  commands: readonly Command<C>[],
  choice: KeyChoice,
): readonly Command<C>[] {
  const wanted = commands.map((command) => {
    const rank =
      command.id in choice.changed ? 0 : command.id in PRESET_KEYS[choice.preset] ? 1 : 2;
    return { command, rank, keys: choice.changed[command.id] ?? presetKeys(command, choice) };
  });
  const owners = new Map<string, Command<C>>();
  for (const { command, keys } of wanted.toSorted((a, b) => a.rank - b.rank)) {
    for (const key of keys) {
      const place = slot(command, key);
      if (!owners.has(place)) owners.set(place, command);
    }
  }
  return wanted.map(({ command, keys }) => ({
    ...command,
    keys: keys.filter((key) => owners.get(slot(command, key)) === command),
  }));
}

/** What keys go by. */
type Keyed = Pick<Command, 'id' | 'keys' | 'during'>;

/** A command's keys before the person changed any. */
function presetKeys(command: Keyed, choice: KeyChoice): readonly string[] {
  return PRESET_KEYS[choice.preset][command.id] ?? command.keys;
}

/** Keys of different modes never meet: the mode decides. */
function slot(command: Keyed, key: string): string {
  return `${command.during ?? ''} ${key}`;
}

/** The command of a key press, by all its names (`keyNames`). */
export function commandOfKey<C>(
  commands: readonly Command<C>[],
  names: readonly string[],
  modes: KeyModes,
): Command<C> | undefined {
  for (const name of names) {
    const found = commands.filter(({ keys }) => keys.includes(name));
    const first =
      found.find(({ during }) => during !== undefined && modes[during]) ??
      found.find(({ during }) => during === undefined);
    if (first) return first;
  }
  return undefined;
}

/** The other command that has a key on a page of this one, or undefined. */
export function clashOf(
  all: readonly PlacedCommand[],
  { command, pages }: PlacedCommand,
  key: string,
): PlacedCommand | undefined {
  return all.find(
    (other) =>
      other.command.id !== command.id &&
      other.command.during === command.during &&
      other.pages.some((page) => pages.includes(page)) &&
      other.command.keys.includes(key),
  );
}

/** The choice after a command was given these keys; its preset's own are no change. */
export function chooseKeys(
  choice: KeyChoice,
  original: Command,
  keys: readonly string[],
): KeyChoice {
  const usual = presetKeys(original, choice);
  const same = usual.length === keys.length && usual.every((key, i) => keys[i] === key);
  const { [original.id]: _, ...others } = choice.changed;
  return {
    ...choice,
    changed: same ? others : { ...others, [original.id]: [...keys] },
  };
}

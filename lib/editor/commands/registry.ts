import { CHIP_COMMANDS, CORRECT_COMMAND, SUBMIT_COMMAND } from '@/lib/editor/commands/chip';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import type { PlacedCommand } from '@/lib/editor/commands/keymap';
import {
  ACCEPT_COMMAND,
  LABEL_COMMANDS,
  MOVE_COMMANDS,
  classCommand,
} from '@/lib/editor/commands/label';
import { REVIEW_COMMANDS } from '@/lib/editor/commands/review';
import { DISPLAY_COMMANDS } from '@/lib/editor/commands/display';
import { TOOL_COMMANDS } from '@/lib/editor/commands/tools';
import { HELP_COMMANDS, VIEW_COMMANDS } from '@/lib/editor/commands/view';

export type CommandPage = 'label' | 'review';

/** What both pages have, besides the classes. */
const SHARED: readonly Command[] = [
  ...LABEL_COMMANDS,
  ...TOOL_COMMANDS,
  ...MOVE_COMMANDS,
  ...VIEW_COMMANDS,
  ...DISPLAY_COMMANDS,
  ...CHIP_COMMANDS,
  ...HELP_COMMANDS,
];

const OF_PAGE: Record<CommandPage, readonly Command[]> = {
  label: [ACCEPT_COMMAND, SUBMIT_COMMAND, CORRECT_COMMAND],
  review: REVIEW_COMMANDS,
};

/** All commands of a page for a project's classes, in the order of help and palette. */
export function commandsFor(
  classes: CommandContext['classes'],
  page: CommandPage,
): readonly Command[] {
  return [
    ...classes.map((entry, place) => classCommand(place, entry)),
    ...OF_PAGE[page],
    ...SHARED,
  ];
}

/** As many classes as have a key of their own. */
const KEYED_CLASSES = 9;

/** Every command of every page once, for the page on which a person chooses keys. */
export function allCommands(): readonly PlacedCommand[] {
  const classes = Array.from({ length: KEYED_CLASSES }, (_, index) => ({ index, name: '' }));
  const placed = new Map<string, { command: Command; pages: CommandPage[] }>();
  for (const page of ['label', 'review'] as const) {
    for (const command of commandsFor(classes, page)) {
      const known = placed.get(command.id);
      if (known) known.pages.push(page);
      else placed.set(command.id, { command, pages: [page] });
    }
  }
  return [...placed.values()];
}

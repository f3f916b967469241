import { writable } from '@/lib/editor/commands/command';
import type { Command } from '@/lib/editor/commands/command';
import type { Why } from '@/lib/editor/commands/why';

function chipCommand(
  id: 'submit' | 'next' | 'previous' | 'skip' | 'queue' | 'offline',
  keys: readonly string[],
  why: Why['why'],
): Command {
  return {
    id,
    group: 'chip',
    keys,
    enabled: (context) => {
      if (!context.page[id]) return { why };
      return id === 'next' || id === 'previous' ? true : writable(context);
    },
    run: ({ page }) => {
      page[id]?.();
    },
  };
}

/** Begins to correct a confirmed chip. */
export const CORRECT_COMMAND: Command = {
  id: 'correct',
  group: 'chip',
  keys: ['Shift+E'],
  enabled: ({ page }) => (page.correct ? true : { why: 'notConfirmed' }),
  run: ({ page }) => {
    page.correct?.();
  },
};

/** Comments on the chip: also where its labels cannot be changed. */
function commentCommand(id: 'comment' | 'flag', key: string): Command {
  return {
    id,
    group: 'chip',
    keys: [key],
    enabled: ({ page }) => (page[id] ? true : { why: 'archived' }),
    run: ({ page }) => {
      page[id]?.();
    },
  };
}

export const SUBMIT_COMMAND = chipCommand('submit', ['S'], 'nothingToSubmit');

export const CHIP_COMMANDS: readonly Command[] = [
  chipCommand('next', ['N'], 'lastChip'),
  chipCommand('previous', ['P'], 'firstChip'),
  commentCommand('comment', 'C'),
  commentCommand('flag', 'F'),
  chipCommand('skip', ['W'], 'notFromQueue'),
  chipCommand('queue', ['Shift+W'], 'notFromQueue'),
  chipCommand('offline', [], 'notFromQueue'),
];

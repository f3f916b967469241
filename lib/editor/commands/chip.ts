import type { Why } from '@/lib/editor/commands/why';
import type { Command } from '@/lib/editor/commands/command';

function chipCommand(
  id: 'submit' | 'next' | 'previous' | 'skip' | 'queue' | 'offline',
  keys: readonly string[],
  why: Why['why'],
): Command {
  return {
    id,
    group: 'chip',
    keys,
    enabled: ({ page }) => (page[id] ? true : { why }),
    run: ({ page }) => {
      page[id]?.();
    },
  };
}

export const SUBMIT_COMMAND = chipCommand('submit', ['S'], 'nothing-to-submit');

export const CHIP_COMMANDS: readonly Command[] = [
  chipCommand('next', ['N'], 'last-chip'),
  chipCommand('previous', ['P'], 'first-chip'),
  chipCommand('skip', ['W'], 'not-from-queue'),
  chipCommand('queue', ['Shift+W'], 'not-from-queue'),
  chipCommand('offline', [], 'not-from-queue'),
];

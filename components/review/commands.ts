import { commandsFor } from '@/lib/editor/commands/registry';
import type { Command, CommandContext } from '@/lib/editor/commands/registry';

/** What only the review page can do; `why` says in words why an act is not possible now. */
export interface ReviewActs {
  accept: () => void;
  /** null: the chip can be accepted */
  whyNotAccept: () => string | null;
  giveBack: () => void;
  whyNotGiveBack: () => string | null;
  /** moves the cursor to the next cell in which opinions differ */
  nextDifference: (step: 1 | -1) => void;
  compareNext: () => void;
}

/** Commands of the label page that mean something else here, or nothing. */
const LABEL_ONLY = ['accept', 'submit'];

/** The workbench's commands with those of review: one list for keys, buttons and help. */
export function reviewCommands(
  classes: CommandContext['classes'],
  acts: ReviewActs,
): readonly Command[] {
  const shared = commandsFor(classes).filter((command) => !LABEL_ONLY.includes(command.id));
  return [
    {
      id: 'confirm',
      label: 'Accept the chip',
      group: 'Chip',
      keys: ['Enter', 'A'],
      enabled: () => acts.whyNotAccept() ?? true,
      run: acts.accept,
    },
    {
      id: 'return',
      label: 'Return with a reason',
      group: 'Chip',
      keys: ['E'],
      enabled: () => acts.whyNotGiveBack() ?? true,
      run: acts.giveBack,
    },
    {
      id: 'difference-next',
      label: 'Next difference',
      group: 'Move',
      keys: ['J'],
      enabled: () => true,
      run: () => {
        acts.nextDifference(1);
      },
    },
    {
      id: 'difference-previous',
      label: 'Previous difference',
      group: 'Move',
      keys: ['K'],
      enabled: () => true,
      run: () => {
        acts.nextDifference(-1);
      },
    },
    {
      id: 'compare',
      label: 'Compare with the next opinion',
      group: 'View',
      keys: ['T'],
      enabled: () => true,
      run: acts.compareNext,
    },
    ...shared,
  ];
}

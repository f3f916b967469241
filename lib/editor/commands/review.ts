import type { Why } from '@/lib/editor/commands/why';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

const reviewing = ({ page }: CommandContext): true | Why =>
  page.review ? true : { why: 'reviewOnly' };

/** What a reviewer does beyond correcting cells. */
export const REVIEW_COMMANDS: readonly Command[] = [
  {
    id: 'confirm',
    group: 'chip',
    keys: ['Enter', 'A'],
    enabled: ({ page }) => page.review?.canAccept() ?? { why: 'reviewOnly' },
    run: ({ page }) => {
      page.review?.accept();
    },
  },
  {
    id: 'return',
    group: 'chip',
    keys: ['E'],
    enabled: ({ page }) => page.review?.canReturn() ?? { why: 'reviewOnly' },
    run: ({ page }) => {
      page.review?.returnChip();
    },
  },
  {
    id: 'differenceNext',
    group: 'move',
    keys: ['J'],
    enabled: reviewing,
    run: ({ page }) => {
      page.review?.nextDifference(1);
    },
  },
  {
    id: 'differencePrevious',
    group: 'move',
    keys: ['K'],
    enabled: reviewing,
    run: ({ page }) => {
      page.review?.nextDifference(-1);
    },
  },
  {
    id: 'compare',
    group: 'view',
    keys: ['T'],
    enabled: reviewing,
    run: ({ page }) => {
      page.review?.compareNext();
    },
  },
];

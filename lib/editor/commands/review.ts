import type { Why } from '@/lib/editor/commands/why';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

const reviewing = ({ page }: CommandContext): true | Why =>
  page.review ? true : { why: 'review-only' };

/** What a reviewer does beyond correcting cells. */
export const REVIEW_COMMANDS: readonly Command[] = [
  {
    id: 'confirm',
    group: 'chip',
    keys: ['Enter', 'A'],
    enabled: ({ page }) => page.review?.canAccept() ?? { why: 'review-only' },
    run: ({ page }) => {
      page.review?.accept();
    },
  },
  {
    id: 'return',
    group: 'chip',
    keys: ['E'],
    enabled: ({ page }) => page.review?.canGiveBack() ?? { why: 'review-only' },
    run: ({ page }) => {
      page.review?.giveBack();
    },
  },
  {
    id: 'difference-next',
    group: 'move',
    keys: ['J'],
    enabled: reviewing,
    run: ({ page }) => {
      page.review?.nextDifference(1);
    },
  },
  {
    id: 'difference-previous',
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

import { expect, test } from 'vitest';
import { reviewCommands } from '@/components/review/commands';

test('no key and no id means two things in review', () => {
  const nothing = () => undefined;
  const commands = reviewCommands(
    [
      { index: 0, name: 'Crown' },
      { index: 1, name: 'Shrub' },
    ],
    {
      accept: nothing,
      whyNotAccept: () => null,
      giveBack: nothing,
      whyNotGiveBack: () => null,
      nextDifference: nothing,
      compareNext: nothing,
    },
  );
  const keys = commands.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  expect(new Set(commands.map((command) => command.id)).size).toBe(commands.length);
  expect(keys).toEqual(expect.arrayContaining(['Enter', 'A', 'E', 'J', 'K', '1', '2', 'N', 'P']));
});

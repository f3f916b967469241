import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeCard } from './steps';

const CARD = { width: 320, height: 180 };
const WINDOW = { width: 1440, height: 900 };

test('the card stands right of the rail, left of the panel, above the bar and in the corner of the picture', () => {
  const rail = { left: 0, top: 48, width: 52, height: 852 };
  expect(placeCard(rail, CARD, WINDOW).left).toBe(64);
  const panel = { left: 1140, top: 300, width: 300, height: 120 };
  expect(placeCard(panel, CARD, WINDOW)).toEqual({ left: 808, top: 270 });
  const bar = { left: 52, top: 848, width: 1388, height: 52 };
  expect(placeCard(bar, CARD, WINDOW).top).toBe(656);
  const picture = { left: 52, top: 48, width: 1388, height: 800 };
  expect(placeCard(picture, CARD, WINDOW)).toEqual({ left: 1108, top: 656 });
});

test('the card is always wholly inside the window', () => {
  const length = fc.integer({ min: 0, max: 2000 });
  fc.assert(
    fc.property(length, length, length, length, (left, top, width, height) => {
      const at = placeCard({ left, top, width, height }, CARD, WINDOW);
      return (
        at.left >= 0 &&
        at.top >= 0 &&
        at.left + CARD.width <= WINDOW.width &&
        at.top + CARD.height <= WINDOW.height
      );
    }),
  );
});

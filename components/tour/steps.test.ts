import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeCard } from './steps';

const CARD = { width: 320, height: 180 };
const WINDOW = { width: 1440, height: 900 };

test('the card stands right of the rail, left of the panel, above the bar and in the corner of the picture', () => {
  const rail = { left: 0, top: 48, width: 52, height: 852 };
  expect(placeCard(rail, CARD, WINDOW, null).left).toBe(64);
  const panel = { left: 1140, top: 300, width: 300, height: 120 };
  expect(placeCard(panel, CARD, WINDOW, null)).toEqual({ left: 808, top: 270 });
  const bar = { left: 52, top: 848, width: 1388, height: 52 };
  expect(placeCard(bar, CARD, WINDOW, null).top).toBe(656);
  const picture = { left: 52, top: 48, width: 1388, height: 800 };
  expect(placeCard(picture, CARD, WINDOW, null)).toEqual({ left: 1108, top: 656 });
});

test('where the panel leaves room the card keeps off the picture, whatever it points at', () => {
  const picture = { left: 48, top: 48, width: 1056, height: 800 };
  const anchors = [
    picture,
    { left: 0, top: 48, width: 48, height: 852 },
    { left: 1104, top: 300, width: 336, height: 120 },
    { left: 48, top: 848, width: 1056, height: 52 },
    { left: 1300, top: 8, width: 32, height: 32 },
  ];
  for (const anchor of anchors) {
    const { left, top } = placeCard(anchor, CARD, WINDOW, picture);
    expect(left).toBeGreaterThanOrEqual(picture.left + picture.width);
    if (anchor.left >= 1104) expect(top).toBeGreaterThanOrEqual(anchor.top + anchor.height);
  }
});

test('the card is always wholly inside the window', () => {
  const length = fc.integer({ min: 0, max: 2000 });
  fc.assert(
    fc.property(length, length, length, length, (left, top, width, height) => {
      const at = placeCard({ left, top, width, height }, CARD, WINDOW, {
        ...{ left: top, top: left, width: height, height: width },
      });
      return (
        at.left >= 0 &&
        at.top >= 0 &&
        at.left + CARD.width <= WINDOW.width &&
        at.top + CARD.height <= WINDOW.height
      );
    }),
  );
});

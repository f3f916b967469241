import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bandOffers, readBands } from '@/lib/domain/imagery-context/bands';
import { surroundingWindow } from '@/lib/domain/imagery-context/surroundings';
import { bandOf } from '@/lib/editor/display/confidence';
import { smoothZoomStep, actionOf } from '@/lib/editor/display/smooth-zoom';
import { PATTERN_COUNT, patternMarks } from '@/lib/editor/display/pattern';
import {
  LIMITS,
  PLAIN_PICTURE,
  adjust,
  isAdjusted,
  readPicture,
  tone,
  toneTable,
} from '@/lib/editor/display/picture';
import type { Picture } from '@/lib/editor/display/picture';

const part = fc.constantFrom('brightness', 'contrast', 'gamma');
const pictures: fc.Arbitrary<Picture> = fc
  .array(fc.tuple(part, fc.integer({ min: -20, max: 20 })), { maxLength: 6 })
  .chain((moves) =>
    fc.tuple(fc.boolean(), fc.boolean()).map(([invert, smooth]) => ({
      ...moves.reduce((picture, [of, steps]) => adjust(picture, of, steps), PLAIN_PICTURE),
      invert,
      smooth,
    })),
  );
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe('the tones of the picture', () => {
  it('leave it as it is unless something was moved', () => {
    fc.assert(
      fc.property(share, (value) => {
        expect(tone(PLAIN_PICTURE, value)).toBeCloseTo(value, 12);
      }),
    );
    expect(isAdjusted(PLAIN_PICTURE)).toBe(false);
    expect(isAdjusted({ ...PLAIN_PICTURE, bands: '4,1,2' })).toBe(false);
  });

  it('stay within black and white and keep their order, turned round when inverted', () => {
    fc.assert(
      fc.property(pictures, share, share, (picture, a, b) => {
        const [low, high] = [tone(picture, Math.min(a, b)), tone(picture, Math.max(a, b))];
        for (const value of [low, high]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
        expect(picture.invert ? low - high : high - low).toBeGreaterThanOrEqual(-1e-12);
        const other = tone({ ...picture, invert: !picture.invert }, a);
        expect(tone(picture, a) + other).toBeCloseTo(1, 9);
      }),
    );
  });

  it('come to the browser as a table from black to white', () => {
    const numbers = toneTable({ ...PLAIN_PICTURE, invert: true })
      .split(' ')
      .map(Number);
    expect([numbers[0], numbers[32], numbers.at(-1)]).toEqual([1, 0.5, 0]);
  });

  it('come back from storage within their ends, whatever it holds', () => {
    fc.assert(
      fc.property(fc.anything(), (kept) => {
        const picture = readPicture(kept);
        for (const of of ['brightness', 'contrast', 'gamma'] as const) {
          expect(picture[of]).toBeGreaterThanOrEqual(LIMITS[of].min);
          expect(picture[of]).toBeLessThanOrEqual(LIMITS[of].max);
        }
        expect(picture.other).toBeNull();
      }),
    );
    fc.assert(
      fc.property(pictures, (picture) => {
        expect(readPicture(JSON.parse(JSON.stringify(picture)))).toEqual(picture);
      }),
    );
  });
});

describe('bands', () => {
  it('are three numbers from 1, nothing else', () => {
    expect(readBands('4,1,2')).toEqual([4, 1, 2]);
    for (const words of ['', '1,2', '0,1,2', '1,2,3,4', 'a,b,c', '1,2,999']) {
      expect(readBands(words), words).toBeNull();
    }
  });

  it('are offered as far as the file has them, infrared from the fourth on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 250 }), (count) => {
        const offers = bandOffers(count);
        expect(offers[0]).toEqual({ kind: 'imported', bands: null });
        for (const { bands } of offers.slice(1)) {
          expect(Math.max(...(readBands(bands ?? '') ?? [Infinity]))).toBeLessThanOrEqual(count);
        }
        expect(offers.some(({ kind }) => kind === 'infrared')).toBe(count >= 4);
        expect(offers.length).toBeLessThan(12);
      }),
    );
    expect(bandOffers(1)).toHaveLength(1);
  });

  it('of confidence are red from 0.90, orange from 0.80, blue below', () => {
    expect([0.9, 0.8999, 0.8, 0.7999, 0].map(bandOf)).toEqual([
      'red',
      'orange',
      'orange',
      'blue',
      'blue',
    ]);
  });
});

it('no two classes have the same pattern until all are used', () => {
  const drawn = Array.from({ length: PATTERN_COUNT }, (_, i) => JSON.stringify(patternMarks(i)));
  expect(new Set(drawn).size).toBe(PATTERN_COUNT);
  expect(patternMarks(PATTERN_COUNT)).toEqual(patternMarks(0));
});

it('the ground around a chip holds the chip and stays within the asset', () => {
  const size = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(size, size, size, size, size, size, (x, y, width, height, right, bottom) => {
      const asset = { width: x + width + right, height: y + height + bottom };
      const chip = { x, y, width, height };
      const around = surroundingWindow(chip, asset);
      expect(around.x).toBeLessThanOrEqual(x);
      expect(around.y).toBeLessThanOrEqual(y);
      expect(around.x).toBeGreaterThanOrEqual(0);
      expect(around.x + around.width).toBeGreaterThanOrEqual(x + width);
      expect(around.x + around.width).toBeLessThanOrEqual(asset.width);
      expect(around.y + around.height).toBeGreaterThanOrEqual(y + height);
      expect(around.y + around.height).toBeLessThanOrEqual(asset.height);
    }),
  );
});

describe('wheel and trackpad', () => {
  const turn = { dx: 0, dy: 0, lines: false, ctrl: false, shift: false };

  it('zooming glides to its aim from either side and never past it', () => {
    const scale = fc.double({ min: 0.1, max: 20, noNaN: true });
    fc.assert(
      fc.property(scale, scale, fc.array(fc.integer({ min: 1, max: 100 })), (from, aim, steps) => {
        let now = from;
        for (const ms of steps) {
          const next = smoothZoomStep(now, aim, ms);
          expect(Math.abs(Math.log(aim / next))).toBeLessThanOrEqual(
            Math.abs(Math.log(aim / now)) + 1e-12,
          );
          expect(Math.sign(Math.log(aim / next) * Math.log(aim / from))).toBeGreaterThanOrEqual(0);
          now = next;
        }
        for (let i = 0; i < 60; i += 1) now = smoothZoomStep(now, aim, 16);
        expect(now).toBe(aim);
      }),
    );
  });

  it('is the same way whether frames are long or short', () => {
    let now = 1;
    for (let i = 0; i < 4; i += 1) now = smoothZoomStep(now, 8, 10);
    expect(now).toBeCloseTo(smoothZoomStep(1, 8, 40), 9);
  });

  it('a notch glides, a trackpad does not, a pinch zooms and sideways moves', () => {
    expect(actionOf({ ...turn, dy: 3, lines: true })).toMatchObject({
      kind: 'zoom',
      smooth: true,
    });
    expect(actionOf({ ...turn, dy: 100 })).toMatchObject({ kind: 'zoom', smooth: true });
    expect(actionOf({ ...turn, dy: 4 })).toMatchObject({ kind: 'zoom', smooth: false });
    expect(actionOf({ ...turn, dy: -10, ctrl: true })).toEqual({
      ...{ kind: 'zoom', smooth: false },
      factor: Math.exp(0.1),
    });
    expect(actionOf({ ...turn, dx: 30, dy: 4 })).toEqual({ kind: 'pan', dx: -30, dy: -4 });
    expect(actionOf({ ...turn, dy: 100, shift: true })).toEqual({ kind: 'pan', dx: -100, dy: 0 });
  });
});

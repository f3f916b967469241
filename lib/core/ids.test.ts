import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { newId, uuidOf } from '@/lib/core/ids';

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('ids', () => {
  it('are UUIDs of version 4 from whatever random bytes, and keep all bits that a UUID leaves free', () => {
    const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(bytes, (random) => {
        const id = uuidOf(random);
        expect(z.uuidv4().parse(id)).toBe(id);
        const back = Uint8Array.from(Buffer.from(id.replaceAll('-', ''), 'hex'));
        const free = random.map((byte, i) => byte & (i === 6 ? 0x0f : i === 8 ? 0x3f : 0xff));
        expect(back.map((byte, i) => byte & (i === 6 ? 0x0f : i === 8 ? 0x3f : 0xff))).toEqual(
          free,
        );
      }),
    );
  });

  it('are made on pages of plain http too, where browsers have no crypto.randomUUID', () => {
    vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) });
    const ids = Array.from({ length: 50 }, newId);
    for (const id of ids) expect(z.uuidv4().parse(id)).toBe(id);
    expect(new Set(ids).size).toBe(50);
  });
});

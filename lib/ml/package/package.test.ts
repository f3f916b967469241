import { createHash, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Manifest } from '@/lib/contracts/package';
import { browserFiles, parseManifest } from '@/lib/ml/package/manifest';
import { sha256, sha256Hex } from '@/lib/ml/package/sha256';

const read = (name: string) =>
  readFileSync(new URL(`../../contracts/examples/${name}.json`, import.meta.url), 'utf8');
const example = read('manifest.trained');

/** The contract's example after `change`, as text. */
function changed(change: (manifest: Manifest) => void): string {
  const manifest = Manifest.parse(JSON.parse(example));
  change(manifest);
  return JSON.stringify(manifest);
}

describe('manifest', () => {
  it('is read, and names the files that a browser needs', () => {
    const manifest = parseManifest(example);
    const paths = browserFiles(manifest).map((file) => file.path);
    expect(paths).toContain(manifest.backbone.tfjs.weights);
    expect(paths).toContain(manifest.head);
    expect(paths).not.toContain(manifest.backbone.onnx);
  });

  it('of contract 1 is read as one of contract 2', () => {
    const before = read('manifest-1');
    expect(JSON.parse(before)).toMatchObject({ contract: 1, golden: {} });
    expect(parseManifest(before)).toEqual(parseManifest(example));
  });

  const refusals: [string, string, string][] = [
    ['not JSON', '<html>', 'is not JSON'],
    ['another contract', JSON.stringify({ contract: 3 }), 'follows contract 3'],
    ['a missing part', JSON.stringify({ contract: 2 }), 'expected object'],
    [
      'a file that is not listed',
      changed((m) => (m.files = m.files.filter((file) => file.path !== m.head))),
      'uses head.bin and does not list it',
    ],
    [
      'a backbone hash that is not the weights’',
      changed((m) => (m.backbone.sha256 = 'f'.repeat(64))),
      'hash is not that of its weights',
    ],
    [
      'channels that are not the features',
      changed((m) => (m.backbone.features += 1)),
      'channels together',
    ],
    [
      'a stride that the padding does not hold',
      changed((m) => (m.input.multiple = 16)),
      'does not divide the padding',
    ],
    ['outputs without a head', changed((m) => (m.head = null)), 'head and outputs go together'],
    ['a calibration of another size', changed((m) => m.calibration.bias.push(0)), 'biases for'],
    [
      'check probabilities of another size',
      changed((m) => m.checkChips.chips[0]?.probs.pop()),
      'probabilities, not',
    ],
  ];

  it.each(refusals)('is refused with %s', (_, text, words) => {
    expect(() => parseManifest(text)).toThrow(words);
  });
});

describe('SHA-256', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('is the same with and without the browser’s own, at every length around a block', async () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000, 70_001]) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 131 + length) % 256);
      const expected = createHash('sha256').update(bytes).digest('hex');
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(expected);
      expect(await sha256Hex(bytes)).toBe(expected);
    }
  });

  it('works on a page on plain http, where crypto.subtle is withheld', async () => {
    vi.stubGlobal('crypto', { getRandomValues: webcrypto.getRandomValues.bind(webcrypto) });
    const bytes = new TextEncoder().encode('abc');
    expect(await sha256Hex(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const tracked = execFileSync('git', ['ls-files'], { maxBuffer: 1e8 }).toString().trim().split('\n');
const folders = new Set(tracked.map((file) => file.split('/')[0] ?? ''));
const docs = tracked.filter((file) => /^(README\.md|docs\/.*\.md|trainer\/README\.md)$/.test(file));

/** Made by the first start, so not in the repository. */
const MADE = /^(generated|\.quadrat)\b/;

/** Paths that a document names in backticks or links to, from the repository's root. */
function cited(doc: string): string[] {
  const text = readFileSync(doc, 'utf8').replace(/```[^]*?```/g, '');
  const ticked = [...text.matchAll(/`([^`\s]+)`/g)].map(([, inside = '']) => inside);
  const linked = [...text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, to = '']) => to);
  return [
    ...ticked.filter((name) => folders.has(name.split('/')[0] ?? '') && name.includes('/')),
    ...linked
      .filter((to) => !/^[a-z]+:/.test(to))
      .map((to) => path.normalize(path.join(path.dirname(doc), to))),
  ].map((name) => name.replace(/:\d+$/, '').replace(/[.,;]$/, ''));
}

/** A path stands for files: `<part>`, `*` and `{a,b}` for any name. */
function exists(name: string): boolean {
  if (MADE.test(name) || existsSync(name)) return true;
  const pattern = name
    .replace(/\/$/, '')
    .replace(/[.+^$()|[\]\\]/g, String.raw`\$&`)
    .replace(/<[^>]+>|\*+/g, '.*')
    .replace(/\{([^}]*)\}/g, (_, options: string) => `(${options.replaceAll(',', '|')})`);
  const match = new RegExp(`^${pattern}(/|\\.[a-z]+$|$)`);
  return tracked.some((file) => match.test(file));
}

test('cited paths are found in the documents', () => {
  expect(cited('docs/architecture.md').length).toBeGreaterThan(20);
  expect(exists('lib/words/say.ts')).toBe(false);
  expect(exists('messages/<language>/<part>.json')).toBe(true);
});

test.each(docs)('%s cites files that are there', (doc) => {
  expect(cited(doc).filter((name) => !exists(name))).toEqual([]);
});

test('no document or comment cites what lies outside the repository', () => {
  const find = (pattern: string, ...where: string[]) =>
    spawnSync('git', ['grep', '-nE', pattern, '--', ...where]).stdout.toString();
  const outside =
    find(String.raw`\.\./shared`, '*.md') +
    find(String.raw`\b(design|names|style)\.md\b`, '.', ':!tests/docs.test.ts');
  expect(outside).toBe('');
});

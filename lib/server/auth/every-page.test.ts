// Every page opens through a gate of lib/server/auth/page.ts, or is on the short list of public ones; and what it reads
// comes after the gate. Routes are walked for real in lib/server/http/every-route.server.test.ts.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

/** Pages for people who are not in yet. */
const PUBLIC = [
  '/app/guest/[token]/page.tsx',
  '/app/invite/[token]/page.tsx',
  '/app/sign-in/page.tsx',
];

const files = Object.keys(import.meta.glob('/app/**/page.tsx'));
const sourceOf = (file: string) => readFileSync(`.${file}`, 'utf8');

/** The source of the page's own function, without imports and helpers. */
function bodyOf(source: string): string {
  return source.slice(source.search(/export default (async )?function/));
}

test('there are pages', () => {
  expect(files.length).toBeGreaterThan(6);
  for (const file of PUBLIC) expect(files).toContain(file);
});

describe.each(files)('%s', (file) => {
  const source = sourceOf(file);
  const body = bodyOf(source);

  test('is a server component', () => {
    expect(source).not.toMatch(/^['"]use client['"]/m);
  });

  if (PUBLIC.includes(file)) {
    test('is public and calls no gate', () => {
      expect(body).not.toMatch(/gate(Page|Person|Owner)\(/);
    });
  }

  if (!PUBLIC.includes(file)) {
    test('awaits a gate before it reads anything', () => {
      expect(source).toContain("from '@/lib/server/auth/page'");
      const first = /\bawait (\w+)\(/.exec(body)?.[1];
      expect(first).toMatch(/^gate(Page|Person|Owner)$/);
    });
  }

  if (file.startsWith('/app/p/[project]')) {
    test('asks for a role in its own project', () => {
      expect(body).toMatch(/await gatePage\(\s*[^,]*project\w*,\s*'(LABELER|REVIEWER|ADMIN)'/i);
    });
  }

  if (file.startsWith('/app/admin')) {
    test('is for the owner', () => {
      expect(body).toContain('await gateOwner()');
    });
  }
});

test('no layout, template or route outside app/api shows data past the gates', () => {
  const others = Object.keys(
    import.meta.glob(['/app/**/{layout,template,default}.tsx', '/app/**/route.ts']),
  );
  const allowed = others.filter((file) => !file.startsWith('/app/api/'));
  for (const file of allowed) {
    expect(sourceOf(file), file).not.toMatch(/\/(data|mutations)'/);
  }
  expect(allowed).toContain('/app/layout.tsx');
});

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { expect } from '@playwright/test';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

// What the journey of access asks of a page: axe's rules in every look, targets for fingers, a focus that one sees.
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const AXE_SOURCE = readFile(AXE, 'utf8');

const LOOKS = [
  { scheme: 'light', contrast: 'system' },
  { scheme: 'dark', contrast: 'system' },
  { scheme: 'light', contrast: 'more' },
  { scheme: 'dark', contrast: 'more' },
] as const;

/** What axe finds on the page as it is now, one line a rule with the first places. */
export async function violations(page: Page, rules?: readonly string[]): Promise<string[]> {
  // not as a tag: the page's policy takes no script of others
  await page.evaluate(await AXE_SOURCE);
  return page.evaluate(async (only) => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<AxeResults> };
    };
    const found = await axe.run({
      runOnly: only ?? ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
      resultTypes: ['violations'],
    });
    return found.violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} (${node.any[0]?.message ?? ''})`)
          .join('; ')}`,
    );
  }, rules);
}

/** Everything on the page in every look: all rules in the first, and what depends on colours in the others. */
export async function inEveryLook(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [i, { scheme, contrast }] of LOOKS.entries()) {
    await page.evaluate(
      (look) => {
        document.documentElement.dataset['scheme'] = look.scheme;
        document.documentElement.dataset['contrast'] = look.contrast;
      },
      { scheme, contrast },
    );
    for (const line of await violations(page, i === 0 ? undefined : ['color-contrast'])) {
      found.push(`${scheme}, contrast ${contrast}: ${line}`);
    }
  }
  return found;
}

/** What is shown to press and smaller than a finger, in words. */
export async function tooSmall(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, select, summary, [role="button"], nav a, a[href="/"], input:not([type="radio"]), textarea',
      ),
    ]
      .map((element) => {
        const { width, height } = element.getBoundingClientRect();
        // a switch is pressed by its label too
        const label = element.closest('label')?.getBoundingClientRect();
        return {
          words: element.getAttribute('aria-label') ?? element.textContent.slice(0, 30),
          width: Math.max(width, label?.width ?? 0),
          height: Math.max(height, label?.height ?? 0),
          shown: element.checkVisibility() && width > 1,
        };
      })
      .filter(({ shown, width, height }) => shown && (height < 43.5 || width < 43.5))
      .map(({ words, width, height }) => `${words} ${width.toFixed(0)} x ${height.toFixed(0)}`),
  );
}

/** What has the focus, and whether one sees it: an outline of 2 px or more on something that is in the window. Null: nothing of the page. */
export async function focused(
  page: Page,
): Promise<{ words: string; shown: string; isFirst: boolean } | null> {
  return page.evaluate(() => {
    const at = document.activeElement;
    if (!(at instanceof HTMLElement) || at === document.body) return null;
    // a switch or file field lies unseen in the label that is drawn for it
    const drawn = [at, at.parentElement, at.closest('label'), at.nextElementSibling].filter(
      (element): element is HTMLElement => element instanceof HTMLElement,
    );
    const ringed = drawn.find((element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
    });
    const box = ringed?.getBoundingClientRect();
    const inWindow =
      box !== undefined &&
      box.width > 2 &&
      box.bottom > 0 &&
      box.top < window.innerHeight &&
      box.right > 0 &&
      box.left < window.innerWidth;
    const name = at.getAttribute('aria-label') ?? at.textContent.trim().slice(0, 40);
    return {
      words: `${at.tagName.toLowerCase()} ${name}`,
      shown: ringed === undefined ? 'no outline' : inWindow ? 'shown' : 'out of the window',
      isFirst: at.getAttribute('href') === '#content',
    };
  });
}

/** Where the bar's last part ends, in CSS pixels; fails where a part lies on its neighbour. */
export async function barEnd(page: Page): Promise<number> {
  const bar = page.locator('header').first().locator('a:visible, h1, :not(h1) > button');
  let end = 0;
  for (const part of (await bar.all()).slice(1)) {
    const box = await part.boundingBox();
    if (!box || box.width <= 1) continue;
    expect(box.x).toBeGreaterThanOrEqual(end);
    end = box.x + box.width;
  }
  return end;
}

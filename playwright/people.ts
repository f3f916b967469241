import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import type { Browser, Page } from '@playwright/test';

export const ROLES = ['owner', 'labeler', 'reviewer', 'admin'] as const;
type Role = (typeof ROLES)[number];

/** The demo people with the one-time passwords that the first start printed. */
const PEOPLE = JSON.parse(process.env['QUADRAT_PEOPLE'] ?? '{}') as Record<
  Role,
  { email: string; password: string } | undefined
>;
const NEW_PASSWORD = 'a password chosen by a person';

/** Stands in the instance's folder once a role has its own password: a worker that starts anew after a failure must know. */
const mark = (role: Role) => path.join(process.env['QUADRAT_HOME'] ?? '.', `journey-${role}`);

/** Signs in by the form. The first time the one-time password is replaced, as the product asks. */
export async function signInOn(page: Page, role: Role): Promise<void> {
  const person = PEOPLE[role];
  if (!person) throw new Error('QUADRAT_PEOPLE names nobody: run the journeys by `npm test`');
  const first = !existsSync(mark(role));
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(first ? person.password : NEW_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  await page.evaluate(tourSeen);
  if (!first) return;
  await page.goto('/account');
  const oneTime = page.getByLabel('One-time password');
  await oneTime.fill(person.password);
  await page.getByLabel('New password', { exact: true }).fill(NEW_PASSWORD);
  await page.getByLabel('New password again').fill(NEW_PASSWORD);
  await page.getByRole('button', { name: 'Change password' }).click();
  await expect(oneTime).toBeHidden();
  writeFileSync(mark(role), '');
}

/** The tour is a journey of its own (access.spec.ts); the others go about their work. */
async function tourSeen(): Promise<void> {
  const { id } = (await (await fetch('/api/v1/me')).json()) as { id: string };
  localStorage.setItem(`quadrat-tour-${id}`, 'seen');
}

/** A signed-in page in a browser of its own; errors of the page's own script end up in `problems`. */
export async function signIn(
  browser: Browser,
  role: Role,
): Promise<{ page: Page; problems: string[] }> {
  const page = await (await browser.newContext()).newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  await signInOn(page, role);
  return { page, problems };
}

/** Waits until the label page has a chip, its model is checked and has looked at it. Returns the chip's number. */
export async function readyChip(page: Page, after = 0): Promise<number> {
  const title = page.getByRole('heading', { level: 1, name: /^Chip \d+/ });
  await expect(title).toBeVisible({ timeout: 60_000 });
  await expect(title).not.toHaveText(new RegExp(`^Chip ${String(after)} `));
  await expect(page.getByText(/shown, \d+ below/)).toBeVisible({ timeout: 90_000 });
  return Number(/Chip (\d+)/.exec(await title.innerText())?.[1]);
}

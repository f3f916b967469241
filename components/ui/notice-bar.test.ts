import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NoticeBar } from '@/components/ui/notice-bar';
import type { BarNotice } from '@/components/ui/notice-bar';

const notice = (text: string, options: BarNotice['options'] = {}): BarNotice => ({
  ...{ kind: 'message', text, options },
});
const open = () => {
  const bar = new NoticeBar();
  const left: string[] = [];
  return { bar, left, end: bar.open(({ text }) => left.push(text)) };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('takes nothing where there is no bar', () => {
  const bar = new NoticeBar();
  expect(bar.say(notice('a'))).toBe(false);
  expect(bar.newest()).toBeNull();
});

it('shows the newest for its time, and what stays again after it', () => {
  const { bar } = open();
  bar.say(notice('stays', { duration: Infinity }));
  bar.say(notice('goes', { duration: 3000 }));
  expect(bar.newest()?.text).toBe('goes');
  vi.advanceTimersByTime(3000);
  expect(bar.newest()?.text).toBe('stays');
  vi.advanceTimersByTime(1e6);
  const shown = bar.newest();
  expect(shown?.text).toBe('stays');
  if (shown) bar.close(shown);
  expect(bar.newest()).toBeNull();
});

it('puts a notice in the place of the one of its id, with the whole time', () => {
  const { bar } = open();
  bar.say(notice('first', { id: 'submitted', duration: 3000 }));
  vi.advanceTimersByTime(2000);
  bar.say(notice('second', { id: 'submitted', duration: 3000 }));
  vi.advanceTimersByTime(2000);
  expect(bar.newest()?.text).toBe('second');
  vi.advanceTimersByTime(1000);
  expect(bar.newest()).toBeNull();
});

it('hands on what it shows when the bar leaves the page', () => {
  const { bar, left, end } = open();
  bar.say(notice('kept'));
  end();
  expect(left).toEqual(['kept']);
  expect(bar.newest()).toBeNull();
  expect(bar.say(notice('later'))).toBe(false);
});

import { DetailedError } from 'tus-js-client';
import type { HttpResponse, PreviousUpload, UploadOptions } from 'tus-js-client';
import { expect, it, vi } from 'vitest';
import { UploadQueue } from '@/components/imagery/upload-queue';
import type { Transfer } from '@/components/imagery/upload-queue';
import { setProblemLanguage } from '@/lib/client/problem';
import { englishError } from '@/lib/i18n/english-error';
import { errorTranslator } from '@/lib/i18n/errors';
import german from '@/messages/de/errors.json';
import { deferred } from '@/tests/client/deferred';

const FILES = [1, 2, 3, 4, 5].map((n) => {
  const name = `${String(n)}.tif`;
  return { file: new File(['x'], name), name };
});

/** A queue over uploads that do nothing by themselves: the test answers for browser and server. */
function open() {
  const transfers: {
    start: ReturnType<typeof vi.fn>;
    abort: ReturnType<typeof vi.fn>;
    resumeFromPreviousUpload: ReturnType<typeof vi.fn>;
    options: UploadOptions;
    /** answers, one by one, what the browser knows of earlier tries */
    looks: ReturnType<typeof deferred<PreviousUpload[]>>[];
  }[] = [];
  const onLine = vi.fn();
  const queue = new UploadQueue('/uploads', onLine, (_file, options) => {
    const made = {
      start: vi.fn(),
      abort: vi.fn(() => Promise.resolve()),
      resumeFromPreviousUpload: vi.fn(),
      options,
      looks: [] as ReturnType<typeof deferred<PreviousUpload[]>>[],
    };
    transfers.push(made);
    return {
      ...made,
      url: null,
      findPreviousUploads: () => {
        const look = deferred<PreviousUpload[]>();
        made.looks.push(look);
        return look.promise;
      },
    } satisfies Transfer;
  });
  const states = () => queue.getState().uploads.map(({ state }) => state);
  return { queue, transfers, onLine, states };
}

/** Lets what follows from settled promises happen. */
async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('sends three at a time, and the next when one is done', async () => {
  const { queue, transfers, states } = open();
  queue.add(FILES, {});
  expect(states()).toEqual(['sending', 'sending', 'sending', 'waiting', 'waiting']);
  for (const { looks } of transfers) looks[0]?.resolve([]);
  await settled();
  expect(transfers.map(({ start }) => start.mock.calls.length)).toEqual([1, 1, 1]);
  transfers[1]?.options.onSuccess?.({ lastResponse: {} as never });
  expect(states()).toEqual(['sending', 'done', 'sending', 'sending', 'waiting']);
});

it('starts nothing that was dropped while the browser looked for an earlier try', async () => {
  const { queue, transfers } = open();
  queue.add(FILES.slice(0, 1), {});
  queue.drop(queue.getState().uploads[0]?.key ?? '');
  transfers[0]?.looks[0]?.resolve([]);
  await settled();
  expect(transfers[0]?.start).not.toHaveBeenCalled();
  expect(queue.getState().uploads).toEqual([]);
});

it('starts once what was paused and resumed while the browser looked', async () => {
  const { queue, transfers, states } = open();
  queue.add(FILES.slice(0, 1), {});
  queue.pause();
  expect(states()).toEqual(['paused']);
  queue.resume();
  const looks = transfers[0]?.looks ?? [];
  expect(looks).toHaveLength(2);
  for (const look of looks) look.resolve([]);
  await settled();
  expect(transfers[0]?.start).toHaveBeenCalledOnce();
  expect(states()).toEqual(['sending']);
});

it('stays paused whatever comes late', async () => {
  const { queue, transfers, states } = open();
  queue.add(FILES.slice(0, 1), {});
  queue.pause();
  transfers[0]?.looks[0]?.resolve([]);
  await settled();
  expect(transfers[0]?.start).not.toHaveBeenCalled();
  expect(transfers[0]?.abort).toHaveBeenCalled();
  expect(states()).toEqual(['paused']);
});

it('sends from the beginning where the browser refuses to say what was sent, and goes on where it knows', async () => {
  const { queue, transfers } = open();
  queue.add(FILES.slice(0, 2), {});
  const before = { urlStorageKey: 'k' } as PreviousUpload;
  transfers[0]?.looks[0]?.reject(new Error('storage is refused'));
  transfers[1]?.looks[0]?.resolve([before]);
  await settled();
  expect(transfers[0]?.start).toHaveBeenCalledOnce();
  expect(transfers[0]?.resumeFromPreviousUpload).not.toHaveBeenCalled();
  expect(transfers[1]?.resumeFromPreviousUpload).toHaveBeenCalledExactlyOnceWith(before);
});

it('tries a failed one again, and lets the next one have its place meanwhile', async () => {
  const { queue, transfers, states, onLine } = open();
  queue.add(FILES.slice(0, 4), {});
  transfers[0]?.options.onError?.(new Error('gone'));
  expect(states()).toEqual(['failed', 'sending', 'sending', 'sending']);
  expect(onLine).toHaveBeenCalled();
  queue.retry(queue.getState().uploads[0]?.key ?? '');
  expect(states()).toEqual(['waiting', 'sending', 'sending', 'sending']);
  transfers[2]?.options.onSuccess?.({ lastResponse: {} as never });
  expect(states()).toEqual(['sending', 'sending', 'done', 'sending']);
  transfers[0]?.looks.at(-1)?.resolve([]);
  await settled();
  expect(transfers[0]?.start).toHaveBeenCalledOnce();
});

it('says what the server answered, in the person’s language, and knows the line that it opened', () => {
  setProblemLanguage(errorTranslator('de', german));
  const { queue, transfers } = open();
  queue.add(FILES.slice(0, 2), {});
  const body = {
    title: 'Too large',
    status: 413,
    code: 'too_large',
    detail: 'The file has 9 bytes.',
  };
  const text = { key: 'imagery.tooLarge', values: { bytes: 9, limit: 5 } };
  const response = {
    getStatus: () => 413,
    getBody: () => JSON.stringify({ ...body, ...text, importId: 'line-1' }),
  } as unknown as HttpResponse;
  const refused = Object.assign(new DetailedError('refused'), { originalResponse: response });
  transfers[0]?.options.onError?.(refused);
  transfers[1]?.options.onError?.(new Error('gone'));
  const [first, second] = queue.getState().uploads;
  expect(first).toMatchObject({ state: 'failed', importId: 'line-1' });
  expect(first?.error).toMatch(/^Die Datei hat 9 Byte/);
  expect(second).toMatchObject({ state: 'failed', error: null });
  setProblemLanguage(englishError);
});

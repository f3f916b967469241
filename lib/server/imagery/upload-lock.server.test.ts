import { ERRORS } from '@tus/server';
import { afterAll, expect, test } from 'vitest';
import { UploadLocker } from '@/lib/server/imagery/upload-lock';

/** Two processes, as far as the database can tell. */
const one = new UploadLocker();
const other = new UploadLocker();
afterAll(async () => {
  await one.close();
  await other.close();
});

const goesOn = new AbortController().signal;
const never = (): void => {
  throw new Error('nobody asked');
};

test('another process that wants an upload gets it when the holder gives way, not before', async () => {
  const held = one.newLock('a');
  let gaveWay = false;
  await held.lock(goesOn, () => {
    gaveWay = true;
    void held.unlock();
  });
  const wanted = other.newLock('a');
  await wanted.lock(goesOn, never);
  expect(gaveWay).toBe(true);
  await wanted.unlock();
});

test('locks of different uploads, and one after the other, do not wait', async () => {
  const held = one.newLock('a');
  await held.lock(goesOn, never);
  const another = other.newLock('b');
  await another.lock(goesOn, never);
  await another.unlock();
  await held.unlock();
  const again = other.newLock('a');
  await again.lock(goesOn, never);
  await again.unlock();
});

test('the lock of a process that ended is free', async () => {
  const dying = new UploadLocker();
  await dying.newLock('a').lock(goesOn, never);
  await dying.close();
  const next = one.newLock('a');
  await next.lock(goesOn, never);
  await next.unlock();
});

test('who waits and is stopped does not get it', async () => {
  const held = one.newLock('a');
  await held.lock(goesOn, () => undefined);
  const stop = new AbortController();
  const wanted = other.newLock('a').lock(stop.signal, never);
  stop.abort();
  await expect(wanted).rejects.toBe(ERRORS.ERR_LOCK_TIMEOUT);
  await held.unlock();
});

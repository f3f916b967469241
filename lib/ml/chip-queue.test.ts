import { describe, expect, it } from 'vitest';
import { ChipQueue } from '@/lib/ml/chip-queue';

/** A queue whose work is finished by hand: `log` holds what was started and cancelled, `finish` ends one. */
function handQueue() {
  const log: string[] = [];
  const ends = new Map<string, (result: string | Error) => void>();
  const queue = new ChipQueue<string, string>((chip) => {
    log.push(`start ${chip}`);
    const result = new Promise<string>((resolve, reject) => {
      ends.set(chip, (outcome) => {
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      });
    });
    return { result, cancel: () => log.push(`cancel ${chip}`) };
  });
  queue.open();
  const finish = async (chip: string, outcome: string | Error = `${chip} done`): Promise<void> => {
    ends.get(chip)?.(outcome);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { queue, log, finish };
}

const superseded = { name: 'AbortError' };

describe('chip queue', () => {
  it('keeps only the chip on screen, whether the one before waits or runs', async () => {
    const { queue, log, finish } = handQueue();
    const a = queue.ask('a', 'a', 'shown');
    const b = queue.ask('b', 'b', 'shown');
    const c = queue.ask('c', 'c', 'shown');
    await expect(a).rejects.toMatchObject(superseded);
    await expect(b).rejects.toMatchObject(superseded);
    await finish('c');
    await expect(c).resolves.toBe('c done');
    expect(log).toEqual(['start a', 'cancel a', 'start b', 'cancel b', 'start c']);
  });

  it('finishes what comes ahead, one at a time, beside the chip on screen', async () => {
    const { queue, log, finish } = handQueue();
    const ahead = [queue.ask('x', 'x', 'ahead'), queue.ask('y', 'y', 'ahead')];
    const shown = queue.ask('a', 'a', 'shown');
    expect(log).toEqual(['start x', 'start a']);
    await finish('a');
    await finish('x');
    await finish('y');
    await expect(Promise.all([...ahead, shown])).resolves.toEqual(['x done', 'y done', 'a done']);
    expect(log).toEqual(['start x', 'start a', 'start y']);
  });

  it('computes once what is asked for twice, and lets a waiting one ahead come forward', async () => {
    const { queue, log, finish } = handQueue();
    const first = queue.ask('x', 'x', 'ahead');
    const second = queue.ask('y', 'y', 'ahead');
    const shown = queue.ask('y', 'y', 'shown');
    expect(log).toEqual(['start x', 'start y']);
    await finish('y');
    await expect(shown).resolves.toBe('y done');
    await expect(second).resolves.toBe('y done');
    await finish('x');
    await expect(first).resolves.toBe('x done');
  });

  it('does not stop for one who leaves while another waits', async () => {
    const { queue, log, finish } = handQueue();
    const ahead = queue.ask('a', 'a', 'ahead');
    const shown = queue.ask('a', 'a', 'shown');
    const other = queue.ask('b', 'b', 'shown');
    await expect(shown).rejects.toMatchObject(superseded);
    await finish('a');
    await expect(ahead).resolves.toBe('a done');
    await finish('b');
    await expect(other).resolves.toBe('b done');
    expect(log).toEqual(['start a', 'start b']);
  });

  it('ends the work when the last one’s signal aborts, and rejects with the signal’s reason', async () => {
    const { queue, log } = handQueue();
    const controller = new AbortController();
    const asked = queue.ask('a', 'a', 'asked', controller.signal);
    const waiting = queue.ask('b', 'b', 'asked');
    controller.abort(new Error('left the page'));
    await expect(asked).rejects.toThrow('left the page');
    expect(log).toEqual(['start a', 'cancel a', 'start b']);
    await expect(queue.ask('c', 'c', 'asked', controller.signal)).rejects.toThrow('left the page');
    queue.fail(new Error('no model'));
    await expect(waiting).rejects.toThrow('no model');
  });

  it('waits while it is paused, starts again, and takes no result of before', async () => {
    const { queue, log, finish } = handQueue();
    const asked = queue.ask('a', 'a', 'shown');
    queue.pause();
    await finish('a', 'of the old model');
    expect(log).toEqual(['start a', 'cancel a']);
    queue.open();
    await finish('a', 'of the new model');
    await expect(asked).resolves.toBe('of the new model');
  });

  it('hands on an error and goes on', async () => {
    const { queue, finish } = handQueue();
    const a = queue.ask('a', 'a', 'ahead');
    const b = queue.ask('b', 'b', 'ahead');
    await finish('a', new Error('no picture'));
    await expect(a).rejects.toThrow('no picture');
    await finish('b');
    await expect(b).resolves.toBe('b done');
  });
});

import type { CDPSession } from '@playwright/test';

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  pid: number;
  tid: number;
  tdur?: number;
  dur?: number;
}

/** What `play` makes the page's main thread do between one mark and the next, ms of processor time each, from Chromium's trace. */
export async function workBetween(
  session: CDPSession,
  mark: string,
  play: () => Promise<void>,
): Promise<number[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }) => events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['toplevel', 'blink.user_timing'] },
  });
  await play();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  const marks = events.filter(({ name }) => name === mark).sort((a, b) => a.ts - b.ts);
  const [first] = marks;
  const tasks = events.filter(
    (event) =>
      event.ph === 'X' &&
      event.name === 'ThreadControllerImpl::RunTask' &&
      event.pid === first?.pid &&
      event.tid === first.tid,
  );
  if (tasks.length === 0) throw new Error('the trace has no tasks of the page');
  // a task belongs to the step whose mark it made or that came before it
  const work = marks.map(() => 0);
  for (const { ts, dur = 0, tdur } of tasks) {
    const index = marks.findLastIndex((one) => one.ts <= ts + dur);
    if (index >= 0) work[index] = (work[index] ?? 0) + (tdur ?? dur) / 1000;
  }
  return work.slice(0, -1);
}

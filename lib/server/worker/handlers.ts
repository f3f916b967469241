import type { WorkerKind } from '@/lib/domain/job/schema';
import { loadExportSource } from '@/lib/server/export/data';
import { writeExport } from '@/lib/server/export/run';
import { runCutJob } from '@/lib/server/imagery/cut-job';
import type { Handler } from '@/lib/server/worker/context';

const runExportJob: Handler = async ({ job, signal, progress }) => {
  const source = await loadExportSource(job.params);
  const result = await writeExport(source, {
    signal,
    progress: (fraction, text) => progress(fraction, 'write', text),
  });
  return () => Promise.resolve({ ...result });
};

/** Who does what the Node worker claims. */
export const HANDLERS: Record<WorkerKind, Handler> = {
  CUT: runCutJob,
  EXPORT: runExportJob,
};

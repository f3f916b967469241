import { execFile } from 'node:child_process';
import path from 'node:path';
import type { VipsOrder } from '@/lib/server/imagery/vips.mjs';

/** decodeByVips in a process that ends with `signal`. */
export async function decodeInProcess(order: VipsOrder, signal: AbortSignal): Promise<void> {
  const program = path.resolve('lib/server/imagery/vips-process.mjs');
  await new Promise<void>((resolve, reject) => {
    execFile(
      process.execPath,
      [program, JSON.stringify(order)],
      { signal, killSignal: 'SIGKILL' },
      (error, _stdout, stderr) => {
        if (!error) resolve();
        else reject(signal.aborted || stderr === '' ? error : new Error(stderr));
      },
    );
  });
}

import type { Readable } from 'node:stream';
import { Readable as NodeReadable } from 'node:stream';
import { ZipFile } from 'yazl';

type Content = Uint8Array | Readable;

/**
 * A zip written entry by entry: `add` resolves when its entry has gone out, so one entry at a time is in memory.
 * Modification times are fixed: the same content gives the same bytes.
 */
export class ZipWriter {
  readonly output: Readable;
  private readonly zip = new ZipFile();
  private fail: (error: Error) => void = () => undefined;
  private readonly failed: Promise<never>;
  files = 0;

  constructor() {
    this.failed = new Promise((_resolve, reject) => {
      this.fail = reject;
    });
    // the failure reaches whoever awaits `add`; without this a failure between two adds would end the process
    this.failed.catch(() => undefined);
    this.output = new NodeReadable().wrap(this.zip.outputStream);
    this.zip.on('error', (error: Error) => {
      this.output.destroy(error);
      this.fail(error);
    });
  }

  /** Adds one file. `compress` false for what is compressed already (pictures). */
  async add(path: string, content: Content, compress: boolean): Promise<void> {
    const options = { compress, mtime: new Date(Date.UTC(2000, 0, 1)), forceDosTimestamp: true };
    const sent = new Promise<void>((resolve, reject) => {
      this.zip.addReadStreamLazy(path, options, (give) => {
        const stream = content instanceof Uint8Array ? NodeReadable.from([content]) : content;
        stream.once('end', resolve);
        stream.once('error', (error) => {
          reject(error);
          this.zip.emit('error', error);
        });
        give(null, stream);
      });
    });
    await Promise.race([sent, this.failed]);
    this.files += 1;
  }

  /** No more entries. */
  end(): void {
    this.zip.end();
  }
}

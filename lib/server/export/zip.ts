import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

const OPTIONS = { mtime: new Date(Date.UTC(2000, 0, 1)), forceDosTimestamp: true };

/**
 * A zip written entry by entry with constant memory: await each `add` before the next.
 * Modification times are fixed: the same content gives the same bytes.
 */
export class ZipWriter {
  readonly output: PassThrough;
  private readonly zip = new ZipFile();
  private reject: (error: Error) => void = () => undefined;
  private readonly failed: Promise<never>;
  files = 0;

  constructor() {
    this.failed = new Promise((_resolve, reject) => {
      this.reject = reject;
    });
    // the failure reaches whoever awaits `add`; without this a failure between two adds would end the process
    this.failed.catch(() => undefined);
    // yazl's types promise less than it makes; back pressure needs the real thing
    if (!(this.zip.outputStream instanceof PassThrough)) throw new Error('yazl changed its stream');
    this.output = this.zip.outputStream;
    this.zip.on('error', (error: Error) => this.fail(error));
  }

  /** Ends the writing: whoever waits for an entry to be taken gets this error. */
  fail(error: unknown): void {
    const why = error instanceof Error ? error : new Error(String(error));
    this.reject(why);
    this.output.destroy(why);
  }

  /** Adds one file that fits in memory; resolves when the reader has caught up. `compress` false for pictures. */
  async addBytes(path: string, bytes: Uint8Array, compress: boolean): Promise<void> {
    this.zip.addBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), path, {
      ...OPTIONS,
      compress,
    });
    this.files += 1;
    // without this wait a slow disk would let pictures pile up in memory
    if (this.output.destroyed) await this.failed;
    if (this.output.writableNeedDrain) {
      await Promise.race([once(this.output, 'drain'), this.failed]);
    }
  }

  /** Adds one file from a stream, compressed; resolves when its last byte has gone out. */
  async addStream(path: string, content: Readable): Promise<void> {
    const sent = new Promise<void>((resolve, reject) => {
      this.zip.addReadStreamLazy(path, { ...OPTIONS, compress: true }, (give) => {
        content.once('end', resolve);
        content.once('error', (error) => {
          reject(error);
          this.zip.emit('error', error);
        });
        give(null, content);
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

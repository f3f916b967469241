import type { ErrorMessage, MessageValues } from '@/lib/domain/error/message';
import { reasonMessage } from '@/lib/domain/import/reason';
import type { ReasonCode } from '@/lib/domain/import/reason';
import { englishError } from '@/lib/i18n/english-error';
import { isDiskFull } from '@/lib/server/disk-full';

/** A file is kept out, for a reason that its owner can do something about. `message` says it in English. */
export class ImportRefusal extends Error {
  readonly code: ReasonCode;
  readonly text: Required<ErrorMessage>;

  constructor(code: ReasonCode, values: MessageValues = {}) {
    const text = reasonMessage(code, values);
    super(englishError(text));
    this.name = 'ImportRefusal';
    this.code = code;
    this.text = text;
  }
}

// what libvips and its loaders (libjpeg, libpng, libwebp, libtiff) and geotiff.js say of a file that ends too early
const CUT_OFF =
  /premature end|truncated|unexpected end|end of (file|image|stream)|end-of-file|not enough|read error|short read|outside the bounds|out of bounds|Not enough data|no (SOS|EOI)|starts with.*EOF|insufficient/i;
/** Node's own troubles (files, memory): not the file's fault, so worth another try. */
const OURS = /^(EIO|EMFILE|ENFILE|ENOMEM|EACCES|EPERM|ENOENT)/;

/** Turns a decoder's complaint into a reason for the file's owner; faults of the machine come back unchanged. */
export function asImportRefusal(error: unknown): unknown {
  if (error instanceof ImportRefusal || !(error instanceof Error)) return error;
  if (isDiskFull(error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && OURS.test(code)) return error;
  const reason = firstLine(error);
  if (/out of memory|Cannot allocate/i.test(reason)) return error;
  if (CUT_OFF.test(reason)) {
    return new ImportRefusal('TRUNCATED', { part: 'unknown', at: 0, bytes: 0, detail: reason });
  }
  return new ImportRefusal('UNREADABLE', { detail: reason });
}

/** The file has `bytes`, and its directory or its pixels should reach to byte `at`. */
export function cutOff(part: 'directory' | 'pixels', at: number, bytes: number): ImportRefusal {
  return new ImportRefusal('TRUNCATED', { part, at, bytes, detail: '' });
}

function firstLine(error: Error): string {
  const nested = error instanceof AggregateError ? (error.errors as unknown[])[0] : undefined;
  const text = nested instanceof Error ? nested.message : error.message;
  return (text.split('\n', 1)[0] ?? '').trim().slice(0, 200);
}

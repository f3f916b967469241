import { Refusal } from '@/lib/domain/import/reason';

// what libvips and its loaders (libjpeg, libpng, libwebp, libtiff) and geotiff.js say of a file that ends too early
const CUT_OFF =
  /premature end|truncated|unexpected end|end of (file|image|stream)|end-of-file|not enough|read error|short read|outside the bounds|out of bounds|Not enough data|no (SOS|EOI)|starts with.*EOF|insufficient/i;
/** Node's own troubles (disk, memory): not the file's fault, so worth another try. */
const OURS = /^(ENOSPC|EIO|EMFILE|ENFILE|ENOMEM|EACCES|EPERM|ENOENT)/;

/** Turns a decoder's complaint into a reason for the file's owner; faults of the machine come back unchanged. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof Refusal || !(error instanceof Error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== undefined && OURS.test(code)) return error;
  const said = firstLine(error);
  if (/No space left on device|out of memory|Cannot allocate/i.test(said)) return error;
  if (CUT_OFF.test(said)) return cutOff(said);
  return new Refusal(
    'UNREADABLE',
    `The picture could not be decoded: ${said}. Open it in another program and save it again, or take it from its source anew.`,
  );
}

/** The file ends before its pixels do. */
export function cutOff(detail: string): Refusal {
  return new Refusal(
    'TRUNCATED',
    `The file ends before its picture does (${detail}). Copy it again from its source.`,
  );
}

function firstLine(error: Error): string {
  const nested = error instanceof AggregateError ? (error.errors as unknown[])[0] : undefined;
  const text = nested instanceof Error ? nested.message : error.message;
  return (text.split('\n', 1)[0] ?? '').trim().slice(0, 200);
}

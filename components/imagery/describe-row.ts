import type { Row } from '@/components/imagery/rows';
import type { LocalUpload } from '@/components/imagery/upload-queue';
import { REASON_TITLES } from '@/lib/domain/import/reason';
import type { ImportView } from '@/lib/domain/import/schema';

/** What a row of the files table shows. */
export interface Described {
  name: string;
  bytes: number;
  state: string;
  look: 'ok' | 'bad' | 'quiet' | 'busy';
  words: string;
  fraction: number | null;
  reason: string | null;
  chips: number | null;
  assetId: string | null;
  previewUrl: string | null;
}

export function describe(row: Row): Described {
  const none = { reason: null, chips: null, assetId: null, previewUrl: null, fraction: null };
  if (row.kind === 'asset') {
    const { name, bytes, chips, id, previewUrl } = row.asset;
    return {
      ...none,
      name,
      bytes,
      chips,
      assetId: id,
      previewUrl,
      state: 'READY',
      look: 'ok',
      words: 'Ready',
    };
  }
  if (row.kind === 'local') {
    const { name, bytes, sent, state, error } = row.local;
    if (state === 'failed') {
      return {
        ...none,
        name,
        bytes,
        state: 'FAILED',
        look: 'bad',
        words: 'Not sent',
        reason: error,
      };
    }
    if (state !== 'sending') {
      const words = state === 'paused' ? 'Paused' : 'Waiting to be sent';
      return { ...none, name, bytes, state: 'WAITING', look: 'quiet', words };
    }
    return {
      ...none,
      name,
      bytes,
      state: 'UPLOADING',
      look: 'busy',
      words: 'Sending',
      fraction: sent / Math.max(1, bytes),
    };
  }
  return { ...none, ...describeLine(row) };
}

function describeLine({ line, local }: Extract<Row, { kind: 'line' }>): Described {
  const { name, bytes, state, reason, chips, assetId, previewUrl } = line;
  const base = { name, bytes, state, reason, chips, assetId, previewUrl, fraction: null };
  switch (state) {
    case 'UPLOADING':
      return { ...base, ...describeSending(line, local) };
    case 'WAITING':
      return { ...base, look: 'quiet', words: 'Waiting for the worker' };
    case 'READING':
      return { ...base, look: 'busy', words: 'Reading bands and coordinates' };
    case 'CUTTING':
      return {
        ...base,
        look: 'busy',
        words: line.progress ?? 'Cutting chips',
        fraction: line.fraction,
      };
    case 'READY':
      return { ...base, look: 'ok', words: 'Ready' };
    case 'DUPLICATE':
    case 'CANCELLED':
    case 'FAILED': {
      const words = line.reasonCode ? REASON_TITLES[line.reasonCode] : 'It did not come in';
      return { ...base, look: state === 'FAILED' ? 'bad' : 'quiet', words };
    }
  }
}

type Sending = Pick<Described, 'look' | 'words'> & Partial<Pick<Described, 'reason' | 'fraction'>>;

function describeSending(line: ImportView, local: LocalUpload | null): Sending {
  const got = Math.max(line.received, local?.sent ?? 0) / Math.max(1, line.bytes);
  const percent = `${String(Math.floor(got * 100))} %`;
  if (!local) {
    const reason = `It stopped at ${percent}. Add the same file again: it goes on from there.`;
    return { look: 'bad', words: 'Interrupted', reason };
  }
  if (local.state === 'failed') {
    return { look: 'bad', words: `Stopped at ${percent}`, reason: local.error };
  }
  if (local.state !== 'sending') return { look: 'quiet', words: `Paused at ${percent}` };
  return { look: 'busy', words: 'Sending', fraction: got };
}

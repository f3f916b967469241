import type { FileRow } from '@/components/imagery/rows';
import type { LocalUpload } from '@/components/imagery/upload-queue';
import type { ImportView } from '@/lib/domain/import/schema';
import type { ErrorTranslator } from '@/lib/i18n/errors';
import type { Translator } from '@/lib/i18n/translator';

/** What a row of the files table shows. */
export interface Described {
  name: string;
  bytes: number;
  state: string;
  variant: 'ok' | 'bad' | 'quiet' | 'busy';
  words: string;
  fraction: number | null;
  reason: string | null;
  chips: number | null;
  assetId: string | null;
  previewUrl: string | null;
}

/** What a row shows; `errorText` says why a file did not come in. */
export function describe(
  row: FileRow,
  t: Translator<'imagery'>,
  errorText: ErrorTranslator,
): Described {
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
      variant: 'ok',
      words: t('row.ready'),
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
        variant: 'bad',
        words: t('row.notSent'),
        reason: error ?? t('row.connectionLost'),
      };
    }
    if (state !== 'sending') {
      const words = state === 'paused' ? t('row.paused') : t('row.toBeSent');
      return { ...none, name, bytes, state: 'WAITING', variant: 'quiet', words };
    }
    return {
      ...none,
      name,
      bytes,
      state: 'UPLOADING',
      variant: 'busy',
      words: t('row.sending'),
      fraction: sent / Math.max(1, bytes),
    };
  }
  return { ...none, ...describeLine(row, t, errorText) };
}

function describeLine(
  { line, local }: Extract<FileRow, { kind: 'line' }>,
  t: Translator<'imagery'>,
  errorText: ErrorTranslator,
): Described {
  const { name, bytes, state, chips, assetId, previewUrl } = line;
  const reason = line.text ? errorText(line.text) : line.reason;
  const base = { name, bytes, state, reason, chips, assetId, previewUrl, fraction: null };
  switch (state) {
    case 'UPLOADING':
      return { ...base, ...describeSending(line, local, t) };
    case 'WAITING':
      return { ...base, variant: 'quiet', words: t('row.waiting') };
    case 'READING':
      return { ...base, variant: 'busy', words: t('row.reading') };
    case 'CUTTING':
      return {
        ...base,
        variant: 'busy',
        words: t('row.cutting'),
        fraction: line.fraction,
      };
    case 'READY':
      return { ...base, variant: 'ok', words: t('row.ready') };
    case 'DUPLICATE':
    case 'CANCELLED':
    case 'FAILED': {
      const words = line.reasonCode ? t(`reasons.${line.reasonCode}`) : t('row.notIn');
      return { ...base, variant: state === 'FAILED' ? 'bad' : 'quiet', words };
    }
  }
}

type Sending = Pick<Described, 'variant' | 'words'> &
  Partial<Pick<Described, 'reason' | 'fraction'>>;

function describeSending(
  line: ImportView,
  local: LocalUpload | null,
  t: Translator<'imagery'>,
): Sending {
  const got = Math.max(line.received, local?.sent ?? 0) / Math.max(1, line.bytes);
  const percent = Math.floor(got * 100);
  if (!local) {
    const reason = t('row.goesOn', { percent });
    return { variant: 'bad', words: t('row.interrupted'), reason };
  }
  if (local.state === 'failed') {
    const reason = local.error ?? t('row.connectionLost');
    return { variant: 'bad', words: t('row.stoppedAt', { percent }), reason };
  }
  if (local.state !== 'sending') return { variant: 'quiet', words: t('row.pausedAt', { percent }) };
  return { variant: 'busy', words: t('row.sending'), fraction: got };
}

import { z } from 'zod';
import { errorKey } from '@/lib/domain/error/message';
import { BandChoice, ProvenanceFields, StretchChoice } from '@/lib/domain/asset/schema';
import { REASON_CODES } from '@/lib/domain/import/reason';

export const ImportState = z.enum([
  'UPLOADING',
  'WAITING',
  'READING',
  'CUTTING',
  'READY',
  'DUPLICATE',
  'FAILED',
  'CANCELLED',
]);
export type ImportState = z.infer<typeof ImportState>;

/** States in which a line still moves by itself. */
export const UNDER_WAY: readonly ImportState[] = ['UPLOADING', 'WAITING', 'READING', 'CUTTING'];

/** What comes with a file: its provenance as far as the person knows it, its survey, and which bands to show. */
export const ImportDetails = ProvenanceFields.extend({
  survey: z.string().trim().max(200).default(''),
  bands: BandChoice.nullable().default(null),
  stretch: StretchChoice.default({ kind: 'auto' }),
});
export type ImportDetails = z.infer<typeof ImportDetails>;

const words = z.string().optional();
/** The same as text, as tus carries it in Upload-Metadata. `bands` is 1-based, for instance "4,1,2". */
export const UploadMetadata = z
  .object({
    filename: z.string().trim().min(1, 'is missing').max(255),
    survey: words,
    source: words,
    licence: words,
    sensor: words,
    takenAt: words,
    bands: z
      .string()
      .regex(/^[1-9]\d?,[1-9]\d?,[1-9]\d?$/, errorKey('validation.bands'))
      .optional(),
  })
  .transform(({ filename, bands, takenAt, ...rest }) => ({
    filename,
    details: ImportDetails.parse({
      ...rest,
      takenAt: takenAt === undefined || takenAt === '' ? null : takenAt,
      bands: bands === undefined ? null : bands.split(',').map((band) => Number(band) - 1),
    }),
  }));

/** One line of an import. */
export const ImportView = z.object({
  id: z.uuid(),
  name: z.string(),
  bytes: z.int(),
  /** bytes that have arrived */
  received: z.int(),
  state: ImportState,
  reasonCode: z.enum(REASON_CODES).nullable(),
  reason: z.string().nullable(),
  /** of READING and CUTTING, 0 to 1; null before the worker begins */
  fraction: z.number().nullable(),
  progress: z.string().nullable(),
  /** whether the same bytes can be tried again without sending them */
  canRetry: z.boolean(),
  assetId: z.uuid().nullable(),
  previewUrl: z.string().nullable(),
  chips: z.int().nullable(),
  createdAt: z.string(),
  endedAt: z.string().nullable(),
});
export type ImportView = z.infer<typeof ImportView>;

/** Query of GET /projects/:project/imports: newest first; `cursor` is the last id seen. */
export const ImportQuery = z.object({
  state: ImportState.optional(),
  /** true: only lines that are not READY, that is those whose picture is not among the assets */
  open: z.stringbool().default(false),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type ImportQuery = z.infer<typeof ImportQuery>;

export const ImportPage = z.object({
  items: z.array(ImportView),
  nextCursor: z.uuid().optional(),
  /** of the whole project */
  counts: z.partialRecord(ImportState, z.int()),
});
export type ImportPage = z.infer<typeof ImportPage>;

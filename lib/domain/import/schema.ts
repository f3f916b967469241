import { z } from 'zod';
import { flagInText, text } from '@/lib/contracts/bounds';
import { ErrorMessageView, errorKey } from '@/lib/domain/error/message';
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

const words = text(600).optional();
const Details = z.object({
  survey: words,
  source: words,
  licence: words,
  sensor: words,
  takenAt: words,
  bands: text(20)
    .regex(/^[1-9]\d?,[1-9]\d?,[1-9]\d?$/, errorKey('validation.bands'))
    .optional(),
});

function detailsOf({
  bands,
  takenAt,
  ...rest
}: z.infer<typeof Details>): z.input<typeof ImportDetails> {
  return {
    ...rest,
    takenAt: takenAt === undefined || takenAt === '' ? null : takenAt,
    // the pattern has three
    bands: (bands?.split(',').map((band) => Number(band) - 1) ?? null) as z.input<
      typeof BandChoice
    > | null,
  };
}

/** The details as a form has them: text. `bands` is 1-based, for instance "4,1,2". */
export const UploadDetails = Details.transform(detailsOf).pipe(ImportDetails);

/** The same with the file's name, as tus carries it in Upload-Metadata. */
export const UploadMetadata = Details.extend({
  filename: z.string().trim().min(1).max(255),
}).transform(({ filename, ...details }) => ({
  filename,
  details: ImportDetails.parse(detailsOf(details)),
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
  /** the reason in English */
  reason: z.string().nullable(),
  /** the reason as a message; null without one, and for lines that were refused before reasons were kept as messages */
  text: ErrorMessageView.nullable(),
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
  open: flagInText().default(false),
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

import { z } from 'zod';
import { countInText, text, trimmed } from '@/lib/contracts/bounds';
import { ErrorMessageView, errorKey } from '@/lib/domain/error/message';
import { Remark } from '@/lib/domain/asset/remark';
import { Ring } from '@/lib/domain/chip/schema';

/** Six numbers of the affine map from asset pixels to the projected plane: X = a x + b y + c, Y = d x + e y + f. */
export const AffineNumbers = z.tuple([
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
  z.number(),
]);

/** Where an asset lies on the ground. `affine` maps pixel corners (0, 0 is the outer corner of the first pixel). */
export const Georeference = z.object({
  /** for instance 32611; null where the file describes its system in words or numbers only */
  epsg: z.int().positive().nullable(),
  /** name of the system as the file or the EPSG table gives it */
  name: z.string(),
  /** definition that proj4 understands; null: coordinates are kept, but cannot be put on a map */
  proj4: z.string().nullable(),
  /** what one unit of the projected plane is, in metres; null for degrees */
  metresPerUnit: z.number().positive().nullable(),
  affine: AffineNumbers,
  /** side of a pixel on the ground in metres, across and down */
  pixelM: z.tuple([z.number().positive(), z.number().positive()]).nullable(),
  footprint: Ring.nullable(),
});
export type Georeference = z.infer<typeof Georeference>;

const wrongBand = errorKey('validation.bands');
const Band = z.int(wrongBand).min(0, wrongBand).max(255, wrongBand);
/** 0-based bands of the file that become red, green and blue; a grey picture names its band three times. */
export const BandChoice = z.tuple([Band, Band, Band], wrongBand);

/** A value that a pixel can have: 32-bit floats go furthest. */
const sample = () => z.number().min(-3.5e38).max(3.5e38);

/** Values of a band that become 0 and 255. */
const Range = z
  .object({ low: sample(), high: sample() })
  .refine(({ low, high }) => high > low, errorKey('validation.highAboveLow'));

/**
 * How the numbers of the shown bands become 0 to 255. auto: 8-bit numbers as they are, all others from the 2nd to the 98th
 * percentile of the picture; own: between values that a person gives for red, green and blue.
 */
export const StretchChoice = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('auto') }),
  z.object({ kind: z.literal('percentile') }),
  z.object({ kind: z.literal('full') }),
  z.object({ kind: z.literal('own'), ranges: z.tuple([Range, Range, Range]) }),
]);
export type StretchChoice = z.infer<typeof StretchChoice>;

/** How an asset becomes an 8-bit RGB picture; the same for all of its chips. */
export const Rendering = z.object({
  bands: BandChoice,
  /** per channel: the values that become 0 and 255; null: 8-bit values go through unchanged */
  stretch: z
    .array(z.object({ low: z.number(), high: z.number() }))
    .length(3)
    .nullable(),
  /** what was asked for; older assets do not say */
  choice: StretchChoice.default({ kind: 'auto' }),
});
export type Rendering = z.infer<typeof Rendering>;

/** A date (2021-07-14) or an instant (2021-07-14T10:52:00-06:00); a local time without a zone is kept as it was read. */
export const TakenAt = text(40)
  .regex(
    /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/,
    errorKey('validation.dateOrTime'),
  )
  .refine((value) => !Number.isNaN(Date.parse(value)), errorKey('validation.date'));

/** What a person says about where imagery comes from; every part may be unknown. */
export const ProvenanceFields = z.object({
  source: trimmed(500).default(''),
  licence: trimmed(200).default(''),
  sensor: trimmed(200).default(''),
  takenAt: TakenAt.nullable().default(null),
});
export type ProvenanceFields = z.infer<typeof ProvenanceFields>;

/** One correction of one field, kept for good. */
export const ProvenanceChange = z.object({
  at: z.string(),
  by: z.string(),
  field: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});

/** In assets from before remarks were kept as messages they are English sentences. */
const Remarks = z.array(z.union([Remark, z.string()])).default([]);

/** Provenance of an asset: who brought it in and when stands in its own columns. */
export const Provenance = ProvenanceFields.extend({
  /** the file's own words about itself: EXIF and TIFF tags, as read */
  read: z.record(z.string(), z.string()).default({}),
  /** how the asset's pixels differ from the file's: orientation, bands, stretch, colour profile */
  transform: Remarks,
  /** remarks on the file that did not keep it out, for instance that its name says another kind */
  notes: Remarks,
  history: z.array(ProvenanceChange).default([]),
});
export type Provenance = z.infer<typeof Provenance>;

export type ProvenanceChange = z.infer<typeof ProvenanceChange>;

export const AssetView = z.object({
  id: z.uuid(),
  name: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  mediaType: z.string(),
  width: z.int().positive(),
  height: z.int().positive(),
  bands: z.int().positive(),
  bitDepth: z.int().positive(),
  georef: Georeference.nullable(),
  rendering: Rendering,
  provenance: Provenance,
  survey: z.string(),
  importedAt: z.string(),
  /** name of the person; null where a script of the instance brought it in */
  importedBy: z.string().nullable(),
  previewUrl: z.string().nullable(),
  chips: z.int().nonnegative(),
});
export type AssetView = z.infer<typeof AssetView>;

/** Query of GET /projects/:project/assets. `cursor` is the last id seen. */
export const AssetQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});
export type AssetQuery = z.infer<typeof AssetQuery>;

export const AssetPage = z.object({
  items: z.array(AssetView),
  nextCursor: z.uuid().optional(),
  /** of the whole project */
  total: z.int().nonnegative(),
  chips: z.int().nonnegative(),
});
export type AssetPage = z.infer<typeof AssetPage>;

/** GET /projects/:project/assets/:asset/removal: what goes with an asset, and why it cannot go. */
export const AssetRemoval = z.object({
  chips: z.int(),
  /** chips that nobody labelled */
  untouched: z.int(),
  confirmed: z.int(),
  /** labellings of people, and how many people they are of */
  labellings: z.int(),
  people: z.int(),
  /** label events: what is shown here is removed only while there are no others */
  events: z.int(),
  /** open corrections of its confirmed chips, and all that were ever asked for: the same holds for them */
  corrections: z.int(),
  asked: z.int(),
  /** open threads of comments */
  comments: z.int(),
  /** chips with proposals of a model */
  proposed: z.int(),
  /** chips that somebody holds now, and of them those that are checked out to work offline */
  leased: z.int(),
  offline: z.int(),
  /** of the original file, which stays on the disk with its chips' pictures */
  bytes: z.int(),
  /** why it cannot be removed now */
  obstacle: ErrorMessageView.nullable(),
});
export type AssetRemoval = z.infer<typeof AssetRemoval>;

/** Query of DELETE: how many label events and corrections the list said that went with the asset. */
export const AssetRemovalQuery = z.object({ events: countInText(), asked: countInText() });
export type AssetRemovalQuery = z.infer<typeof AssetRemovalQuery>;

/** PATCH of an asset: only the named fields change, and each change is kept in the history. */
export const AssetPatch = z
  .strictObject({
    name: z.string().trim().min(1).max(255),
    survey: trimmed(200),
    source: trimmed(500),
    licence: trimmed(200),
    sensor: trimmed(200),
    takenAt: TakenAt.nullable(),
    /** other bands to show: the chips are cut again and keep their labels */
    bands: BandChoice,
    /** another stretch: the same */
    stretch: StretchChoice,
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, errorKey('validation.nothingToChange'));
export type AssetPatch = z.infer<typeof AssetPatch>;

import { z } from 'zod';
import { ordinal } from '@/lib/contracts/bounds';
import { JobError } from '@/lib/domain/job/schema';

export const ExportFormat = z.enum(['csv', 'coco', 'imagefolder']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** POST exports. Without a snapshot number the newest content is frozen first. */
export const NewExport = z.object({
  format: ExportFormat,
  snapshot: ordinal(),
});
export type NewExport = z.infer<typeof NewExport>;

/** Params of an EXPORT job. */
export const ExportParams = z.object({ format: ExportFormat, snapshotId: z.uuid() });

/** Result of an EXPORT job: the zip and its count; the same counts stand in the zip's manifest.json. */
export const ExportResult = z.object({
  sha256: z.string(),
  bytes: z.number(),
  name: z.string(),
  chips: z.int(),
  cells: z.int(),
  files: z.int(),
});
export type ExportResult = z.infer<typeof ExportResult>;

/** An export as pages and command line see it. */
export const ExportView = z.object({
  id: z.uuid(),
  format: ExportFormat,
  snapshot: z.int(),
  state: z.enum(['QUEUED', 'LEASED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  progress: z.object({ fraction: z.number(), stage: z.string(), text: z.string() }).nullable(),
  error: JobError.nullable(),
  result: ExportResult.nullable(),
  createdAt: z.iso.datetime(),
  by: z.string().nullable(),
});
export type ExportView = z.infer<typeof ExportView>;
export const ExportList = z.object({ items: z.array(ExportView) });

import { z } from 'zod';
import { text } from '@/lib/contracts/bounds';
import { Manifest, Sha256 } from '@/lib/contracts/package';
import { ErrorMessageView } from '@/lib/domain/error/message';
import { Thresholds } from '@/lib/domain/proposal/thresholds';
import { TrainMetrics } from '@/lib/contracts/result';

export const VersionStatus = z.enum(['BASE', 'CANDIDATE', 'DEPLOYED', 'RETIRED']);
export type VersionStatus = z.infer<typeof VersionStatus>;

/** A version in a list. */
export const VersionView = z.object({
  id: z.uuid(),
  number: z.int(),
  name: z.string(),
  status: VersionStatus,
  manifestSha: Sha256,
  /** "S3" with its counts; null for a base model */
  snapshot: z
    .object({ number: z.int(), sha256: Sha256, chips: z.int(), cells: z.int() })
    .nullable(),
  metrics: TrainMetrics.nullable(),
  jobId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
  deployedAt: z.iso.datetime().nullable(),
  deployedBy: z.string().nullable(),
  /** since when a candidate waits for no decision; null: it does, or is none */
  declinedAt: z.iso.datetime().nullable(),
});
export type VersionView = z.infer<typeof VersionView>;
export const VersionList = z.object({ items: z.array(VersionView) });

/** One version with its package and where it comes from. */
export const VersionDetail = VersionView.extend({
  manifest: Manifest,
  /** base of the addresses of the package's files; they never change */
  filesUrl: z.string(),
  parent: z.object({ id: z.uuid(), name: z.string(), manifestSha: Sha256 }).nullable(),
  bytes: z.number(),
});
export type VersionDetail = z.infer<typeof VersionDetail>;

/**
 * GET model: what the browser loads. `thresholds`: from which probability a class is proposed in the project now. `test`: class marks on the version's own test cells that were right and wrong; null without such cells.
 * `base`: where no version is deployed, the base package, on whose embeddings the browser's own head learns.
 */
export const DeployedModelReply = z.union([
  z.object({
    version: z.object({ id: z.uuid(), number: z.int(), name: z.string() }),
    manifestUrl: z.string(),
    thresholds: Thresholds,
    test: z.object({ right: z.int(), wrong: z.int() }).nullable(),
  }),
  z.object({
    version: z.null(),
    why: ErrorMessageView,
    thresholds: Thresholds,
    base: z.object({ id: z.uuid(), manifestUrl: z.string() }).nullable(),
  }),
]);
export type DeployedModelReply = z.infer<typeof DeployedModelReply>;

/** `:version` in a path: the id, "v3" or 3. */
export const VersionKey = z.union([
  z.uuid(),
  text(10)
    .regex(/^v?\d{1,9}$/i)
    .transform((word) => Number(word.replace(/^v/i, ''))),
]);
export type VersionKey = z.infer<typeof VersionKey>;
export const VersionParams = z.object({ version: VersionKey });

/**
 * POST deploy. `instead` is the id of the version that is deployed as far as the caller knows, null for none: where another
 * one is, nothing changes and the answer is `conflict`. Left out, the check is too.
 */
export const DeployRequest = z.strictObject({ instead: z.uuid().nullable().optional() });
export type DeployRequest = z.infer<typeof DeployRequest>;
export const DeployReply = z.object({
  version: VersionView,
  /** the version that was deployed before */
  retired: z.string().nullable(),
  /** chips waiting for review that the new version scores now, so that review can order them */
  proposing: z.int(),
});
export type DeployReply = z.infer<typeof DeployReply>;

/** PUT decision: whether the deployed version is kept instead of a candidate; false: it waits for a decision again. */
export const DeclineRequest = z.strictObject({ declined: z.boolean() });

/** POST proposals: have a version score chips. By default the deployed one, chips that wait for review. */
export const ProposeRequest = z.strictObject({
  version: VersionKey.optional(),
  chips: z.enum(['submitted', 'unlabelled', 'all']).default('submitted'),
});
export type ProposeRequest = z.infer<typeof ProposeRequest>;
export const ProposeReply = z.object({
  /** null when every such chip has that version's proposals */
  jobId: z.uuid().nullable(),
  chips: z.int(),
});
export type ProposeReply = z.infer<typeof ProposeReply>;

/** Answer of POST packages. */
export const PackageReply = z.object({
  id: z.uuid(),
  manifestSha: Sha256,
  created: z.boolean(),
});
export type PackageReply = z.infer<typeof PackageReply>;

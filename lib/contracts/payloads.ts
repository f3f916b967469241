import { z } from 'zod';
import { DatasetChip, DatasetHeader } from './dataset';
import { FinetuneParams, HeadParams, JobFile, LabelIssuesParams } from './job';
import { Manifest, Manifest1 } from './package';
import { LabelIssueLine, ProposalLine, ResultFile } from './result';
import {
  ArtifactReply,
  ClaimReply,
  ClaimRequest,
  CompleteReply,
  CompleteRequest,
  FailReply,
  FailRequest,
  HeartbeatReply,
  HeartbeatRequest,
  LogRequest,
} from './runner';

/**
 * Every payload that TypeScript and Python share, by the name that `schema/<name>.json` and `examples/<name>.<case>.json`
 * begin with. The zod schemas are the source; `npx tsx scripts/contracts.ts` writes the JSON Schemas.
 */
export const PAYLOADS = {
  'artifact-reply': ArtifactReply,
  'claim-reply': ClaimReply,
  'claim-request': ClaimRequest,
  'complete-reply': CompleteReply,
  'complete-request': CompleteRequest,
  'dataset-chip': DatasetChip,
  'dataset-header': DatasetHeader,
  'fail-reply': FailReply,
  'fail-request': FailRequest,
  'finetune-params': FinetuneParams,
  'head-params': HeadParams,
  'heartbeat-reply': HeartbeatReply,
  'heartbeat-request': HeartbeatRequest,
  'job-file': JobFile,
  'label-issue-line': LabelIssueLine,
  'label-issues-params': LabelIssuesParams,
  'log-request': LogRequest,
  manifest: Manifest,
  'manifest-1': Manifest1,
  'proposal-line': ProposalLine,
  'result-file': ResultFile,
} satisfies Record<string, z.ZodType>;

export type PayloadName = keyof typeof PAYLOADS;

/** Text of schema/<name>.json: what may be sent, so fields with a default may be missing. */
export function schemaText(name: PayloadName): string {
  const schema = z.toJSONSchema(PAYLOADS[name], { io: 'input' });
  return `${JSON.stringify({ title: name, ...schema }, null, 2)}\n`;
}

import type { AcceptRequest } from '@/lib/domain/review/schema';

/** What a reviewer decides of a chip. */
export type Verdict =
  | { kind: 'accept'; request: () => AcceptRequest }
  | { kind: 'return'; reason: string }
  | { kind: 'reopen' };

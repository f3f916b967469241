import { createHash } from 'node:crypto';

/** What is stored of a token or an invitation's secret. The secrets are 32 random bytes, so no salt or slow hash is needed. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

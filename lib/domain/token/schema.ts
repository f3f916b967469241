import { z } from 'zod';
import { errorKey } from '@/lib/domain/error/message';
import { SCOPES } from './scope';

/** Every token begins with this, so that a leaked one is recognised. */
export const TOKEN_PREFIX = 'qd_';

/** POST /tokens. A machine's token belongs to nobody and can do one thing: be a runner. */
export const NewToken = z
  .strictObject({
    name: z.string().trim().min(1, errorKey('validation.tokenName')).max(80),
    scopes: z.array(z.enum(SCOPES)).min(1, errorKey('validation.noScope')).max(SCOPES.length),
    /** null: until it is revoked */
    expiresInDays: z.int().min(1).max(3650).nullable().default(90),
    machine: z.boolean().default(false),
  })
  .refine(({ machine, scopes }) => machine === scopes.includes('runner'), {
    path: ['scopes'],
    message: errorKey('validation.runnerScope'),
  })
  .refine(({ machine, scopes }) => !machine || scopes.length === 1, {
    path: ['scopes'],
    message: errorKey('validation.runnerScope'),
  });
export type NewToken = z.infer<typeof NewToken>;

/** A line of GET /tokens. The secret is not in it: only its hash is kept. */
export const TokenView = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.string()),
  machine: z.boolean(),
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date().nullable(),
  lastUsedAt: z.coerce.date().nullable(),
});
export type TokenView = z.infer<typeof TokenView>;

/** Reply of POST /tokens; the secret is shown this once */
export const TokenReply = z.object({ token: TokenView, secret: z.string() });

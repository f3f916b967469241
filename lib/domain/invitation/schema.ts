import { z } from 'zod';
import { RoleName } from '@/lib/domain/member/schema';
import { Email, Password, PersonName } from '@/lib/domain/user/schema';

/** POST /projects/:project/invitations */
export const NewInvitation = z.strictObject({
  role: RoleName,
  expiresInDays: z.int().min(1).max(60).default(7),
  /** for whom it is meant; only shown to admins */
  note: z.string().trim().max(120).default(''),
});
export type NewInvitation = z.infer<typeof NewInvitation>;

export const InvitationState = z.enum(['open', 'used', 'expired', 'revoked']);
export type InvitationState = z.infer<typeof InvitationState>;

/** A line of GET /projects/:project/invitations */
export const InvitationView = z.object({
  id: z.uuid(),
  role: RoleName,
  note: z.string(),
  state: InvitationState,
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
  usedAt: z.coerce.date().nullable(),
});
export type InvitationView = z.infer<typeof InvitationView>;

/** Reply of POST; `path` ends with the secret, which is shown this once */
export const InvitationReply = z.object({
  invitation: InvitationView,
  path: z.string(),
  url: z.string(),
});

/** GET /invitations/:token, for whoever has the link */
export const InvitationOffer = z.object({
  project: z.object({ slug: z.string(), name: z.string() }),
  role: RoleName,
  expiresAt: z.coerce.date(),
});
export type InvitationOffer = z.infer<typeof InvitationOffer>;

/** POST /invitations/:token: empty for a signed-in person, else the new account */
export const Acceptance = z.strictObject({
  account: z.strictObject({ name: PersonName, email: Email, password: Password }).optional(),
});
export type NewAccount = NonNullable<z.infer<typeof Acceptance>['account']>;

export const AcceptanceReply = z.object({ project: z.object({ slug: z.string() }) });

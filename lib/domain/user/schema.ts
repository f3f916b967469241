import { z } from 'zod';
import { errorKey } from '@/lib/domain/error/message';

/** An email as it is stored: trimmed and in lower case. */
export const Email = z.string().trim().toLowerCase().max(320).pipe(z.email());

export const PersonName = z.string().trim().min(1).max(80);

export const MIN_PASSWORD = 10;
export const Password = z.string().min(MIN_PASSWORD).max(200);

/** POST /users */
export const NewUser = z.strictObject({ email: Email, name: PersonName });
export type NewUser = z.infer<typeof NewUser>;

/** PATCH /users/:user; `resetPassword` answers with a one-time password */
export const UserChange = z.strictObject({
  name: PersonName.optional(),
  disabled: z.boolean().optional(),
  mayMakeProjects: z.boolean().optional(),
  resetPassword: z.literal(true).optional(),
});
export type UserChange = z.infer<typeof UserChange>;

/** PATCH /me */
export const MeChange = z.strictObject({ name: PersonName });

/** POST /me/password */
export const PasswordChange = z
  .strictObject({ current: z.string().max(1000), next: Password })
  .refine(({ current, next }) => current !== next, {
    path: ['next'],
    message: errorKey('validation.samePassword'),
  });
export type PasswordChange = z.infer<typeof PasswordChange>;

/** GET /me */
export const Me = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  isOwner: z.boolean(),
  mayMakeProjects: z.boolean(),
  mustChangePassword: z.boolean(),
  via: z.enum(['session', 'token']),
  scopes: z.array(z.string()),
});

/** A line of GET /users */
export const UserView = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  isOwner: z.boolean(),
  mayMakeProjects: z.boolean(),
  mustChangePassword: z.boolean(),
  disabledAt: z.coerce.date().nullable(),
  createdAt: z.coerce.date(),
  projects: z.array(z.object({ slug: z.string(), name: z.string(), role: z.string() })),
});
export type UserView = z.infer<typeof UserView>;

/** Reply of POST /users and PATCH /users/:user; the one-time password is never shown again */
export const UserReply = z.object({
  user: UserView,
  oneTimePassword: z.string().nullable(),
});
export type UserReply = z.infer<typeof UserReply>;

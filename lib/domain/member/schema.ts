import { z } from 'zod';

export const RoleName = z.enum(['LABELER', 'REVIEWER', 'ADMIN']);
export type RoleName = z.infer<typeof RoleName>;

/** PUT /projects/:project/members/:user */
export const MemberChange = z.strictObject({ role: RoleName });

/** A line of GET /projects/:project/members */
export const MemberView = z.object({
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role: RoleName,
  disabled: z.boolean(),
  since: z.coerce.date(),
});
export type MemberView = z.infer<typeof MemberView>;

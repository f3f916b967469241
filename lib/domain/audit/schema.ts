import { z } from 'zod';
import { bigId, trimmed } from '@/lib/contracts/bounds';

/** What the audit notes (docs/decisions/0046); the part before the dot is the topic. A check of the database has the same. */
export const AUDIT_ACTIONS = [
  ...['user.create', 'user.change', 'user.rights', 'user.disable', 'user.enable'],
  ...['password.change', 'password.reset', 'signin.begin', 'signin.failed', 'signin.end'],
  ...['token.create', 'token.change', 'token.revoke'],
  ...['member.add', 'member.role', 'member.remove'],
  ...['invitation.create', 'invitation.accept', 'invitation.revoke', 'invitation.change'],
  ...['project.create', 'project.settings', 'project.archive', 'project.restore'],
  ...['class.add', 'class.rename', 'class.change', 'class.archive', 'class.restore'],
  ...['class.remove', 'import.start', 'import.cancel', 'import.retry'],
  ...['asset.add', 'asset.change', 'asset.remove', 'chip.exclude', 'chip.include', 'chip.remove'],
  ...['snapshot.create', 'version.add', 'version.change', 'version.deploy', 'version.retire'],
  ...['version.decline', 'version.reopen', 'job.start', 'job.cancel', 'export.create'],
  ...['labels.import', 'correction.ask', 'correction.change', 'correction.accept'],
  ...['correction.decline', 'correction.withdraw', 'correction.reopen'],
  ...['comment.add', 'comment.change', 'comment.remove', 'comment.restore', 'comment.resolve'],
  ...['comment.reopen', 'view.share', 'view.change', 'view.remove', 'look.ask', 'look.drop'],
  ...['audit.export', 'link.create', 'link.close', 'link.change'],
  ...['guest.begin', 'guest.leave', 'guest.change'],
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** What actions are about. */
export const AUDIT_TOPICS = [
  ...['user', 'password', 'signin', 'token', 'member', 'invitation', 'link', 'guest'],
  ...['project', 'class', 'import', 'asset', 'chip', 'labels', 'correction', 'comment', 'look'],
  ...['view', 'snapshot', 'export', 'version', 'job', 'audit'],
] as const;
export type AuditTopic = (typeof AUDIT_TOPICS)[number];

/** Topics that are the instance's: no project has lines of them. */
const INSTANCE_TOPICS: readonly AuditTopic[] = ['user', 'password', 'signin', 'token'];

/** Topics that the lines of a project, or of the whole instance, can have. */
export function topicsOf(project: boolean): readonly AuditTopic[] {
  return AUDIT_TOPICS.filter((topic) => !project || !INSTANCE_TOPICS.includes(topic));
}

export const AuditActorKind = z.enum([
  ...(['PERSON', 'MACHINE', 'WORKER', 'COMMAND', 'SYSTEM', 'NOBODY', 'GUEST'] as const),
]);

/** A line's place in the order: its time in milliseconds and its number. */
const Place = z
  .string()
  .max(30)
  .regex(/^\d{1,14}\.\d{1,15}$/);

/** A time that the database has too: it begins with the year 1. */
const Moment = z.iso
  .datetime()
  .max(30)
  .refine((value) => !value.startsWith('0000'));

/** Which lines: what GET .../audit and its export take. */
export const AuditFilter = z.object({
  /** who did it */
  person: z.uuid().optional(),
  topic: z.enum(AUDIT_TOPICS).optional(),
  /** id of what was changed */
  thing: z.uuid().optional(),
  /** from this moment, and before that one */
  from: Moment.optional(),
  until: Moment.optional(),
  /** in the names of who and what, in emails and addresses */
  text: trimmed(100).optional(),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** GET /audit, GET /projects/:project/audit: newest first; `cursor` is where the page before ended. */
export const AuditQuery = AuditFilter.extend({
  cursor: Place.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type AuditQuery = z.infer<typeof AuditQuery>;

const Fields = z.record(z.string(), z.unknown());

export const AuditLine = z.object({
  id: bigId(),
  at: z.iso.datetime(),
  actor: AuditActorKind,
  actorId: z.uuid().nullable(),
  actorName: z.string(),
  actorEmail: z.string(),
  via: z.enum(['session', 'token', 'link']).nullable(),
  credentialId: z.uuid().nullable(),
  address: z.string().nullable(),
  agent: z.string().nullable(),
  requestId: z.uuid().nullable(),
  /** null: it is of no project */
  project: z.object({ slug: z.string(), name: z.string() }).nullable(),
  action: z.enum(AUDIT_ACTIONS),
  thingKind: z.string(),
  thingId: z.string(),
  thingName: z.string(),
  /** by column; null: it was not there, or is not there any more */
  before: Fields.nullable(),
  after: Fields.nullable(),
});
export type AuditLine = z.infer<typeof AuditLine>;

export const AuditPage = z.object({ items: z.array(AuditLine), nextCursor: Place.optional() });
export type AuditPage = z.infer<typeof AuditPage>;

/** What changed, column by column: old and new where both are known. */
export function changesOf({
  before,
  after,
}: Pick<AuditLine, 'before' | 'after'>): { name: string; old: unknown; now: unknown }[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names.map((name) => ({ name, old: before?.[name], now: after?.[name] }));
}

/**
 * What a token may do. A session has all but `runner`. Scopes narrow a person's role, never widen it.
 * read: look. label: label chips. review: review chips. manage: imagery, classes, members, exports, training, deployment.
 * owner: users and projects of the instance. runner: the trainer protocol and registering packages.
 */
export const SCOPES = ['read', 'label', 'review', 'manage', 'owner', 'runner'] as const;
export type Scope = (typeof SCOPES)[number];

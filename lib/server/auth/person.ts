import type { UserId } from '@/lib/core/ids';
import type { Scope } from '@/lib/domain/token/scope';

/** Who asks: a person (by session or token) or a machine of the instance (by token). */
export type Actor = Person | Machine;
export interface Person {
  kind: 'person';
  userId: UserId;
  email: string;
  name: string;
  isOwner: boolean;
  mayMakeProjects: boolean;
  mustChangePassword: boolean;
  via: 'session' | 'token';
  /** the session or token, where a request came with one */
  credentialId?: string;
  scopes: readonly Scope[];
}
export interface Machine {
  kind: 'machine';
  tokenId: string;
  name: string;
  scopes: readonly Scope[];
}

/** Who labels by a link, without an account: no Actor, and nobody to every route but a guest's own. */
export interface Guest {
  userId: UserId;
  name: string;
  linkId: string;
  linkName: string;
  /** how many different people label each chip */
  perChip: number;
  expiresAt: Date;
}

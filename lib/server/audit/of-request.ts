import { isIP } from 'node:net';
import { newId } from '@/lib/core/ids';
import type { Acting } from '@/lib/server/audit/acting';
import type { Actor, Guest } from '@/lib/server/auth/person';

/** What is kept of a browser's name of itself. */
const AGENT_LENGTH = 200;

/** Who makes a request, a guest of a labelling link too, and from where. The address is that of lib/server/auth/tell-addresses.ts. */
export function actingOf(actor: Actor | null, headers: Headers, guest?: Guest): Acting {
  const address = headers.get('x-forwarded-for')?.trim() ?? '';
  const agent = headers.get('user-agent')?.slice(0, AGENT_LENGTH);
  const from = {
    ...(isIP(address) === 0 ? {} : { address }),
    ...(agent ? { agent } : {}),
    request: newId(),
  };
  if (guest) {
    const { userId, name, linkId, linkName } = guest;
    // as "audit_write" names who begins
    return {
      kind: 'GUEST',
      id: userId,
      name: `${name} · ${linkName}`,
      via: 'link',
      credential: linkId,
      ...from,
    };
  }
  if (!actor) return { kind: 'NOBODY', ...from };
  if (actor.kind === 'machine') {
    const { name, tokenId } = actor;
    return { kind: 'MACHINE', name, via: 'token', credential: tokenId, ...from };
  }
  const { userId, name, email, via, credentialId } = actor;
  const credential = credentialId === undefined ? {} : { credential: credentialId };
  return { kind: 'PERSON', id: userId, name, email, via, ...credential, ...from };
}

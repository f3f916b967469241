declare const brand: unique symbol;
/** A string that only its minter may produce; see lib/server/auth/gate.ts for the ones that prove a permission. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ProjectId = Branded<'ProjectId'>;
export type UserId = Branded<'UserId'>;

/**
 * The project that a row of the database names. Only for ids that were just read or written there; that a person may act in the
 * project is proved by the gate's `ProjectScope` alone.
 */
export function projectIdOfRow(id: string): ProjectId {
  return id as ProjectId;
}

/** A new random id (UUID v4), in browser, worker and server alike. */
export function newId(): string {
  // a browser withholds crypto.randomUUID on plain http, which a laboratory's own server may well be
  const { randomUUID } = crypto as { randomUUID?: Crypto['randomUUID'] };
  return randomUUID ? randomUUID.call(crypto) : uuidOf(crypto.getRandomValues(new Uint8Array(16)));
}

/** 16 random bytes as a UUID of version 4 (RFC 9562). */
export function uuidOf(random: Uint8Array): string {
  const bytes = random.slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** A secret of 32 random bytes as base64url, for tokens and invitation links. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

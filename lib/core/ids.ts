declare const brand: unique symbol;
/** A string that only its minter may produce; see lib/server/auth/gate.ts for the ones that prove a permission. */
export type Branded<Name extends string> = string & { readonly [brand]: Name };

export type ProjectId = Branded<'ProjectId'>;
export type UserId = Branded<'UserId'>;

/** A new random id (UUID v4), in browser, worker and server alike. */
export function newId(): string {
  return crypto.randomUUID();
}

/** A secret of 32 random bytes as base64url, for tokens and invitation links. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

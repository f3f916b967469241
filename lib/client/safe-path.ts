/** Where to go after sign-in: the path asked for when it is one of our own, else home. Other sites are refused. */
export function safePath(next: string | undefined): string {
  if (next === undefined) return '/';
  // a browser reads "//host" and "/\host" as another site, and drops tabs and line breaks before it looks
  return /^\/(?![/\\])[^\s\\]*$/.test(next) && !next.startsWith('/sign-in') ? next : '/';
}

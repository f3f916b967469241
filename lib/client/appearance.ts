const YEAR_S = 365 * 24 * 60 * 60;

/** Keeps a choice of this machine for a year, for the server to read with each page. */
export function storeCookie(name: string, value: string): void {
  document.cookie = `${name}=${value}; path=/; max-age=${String(YEAR_S)}; samesite=lax`;
}

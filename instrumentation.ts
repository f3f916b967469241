/** Runs once a web process, before it answers. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { tellAddresses } = await import('@/lib/server/auth/tell-addresses');
  const { env } = await import('@/lib/server/env');
  tellAddresses(env().QUADRAT_TRUSTED_PROXIES);
}

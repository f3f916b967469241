import pg from 'pg';

/** Runs `work` on a database connection of its own that ends with it. */
export async function withSession<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  // a server that goes away fails the query under way or the next one; unheard, this would end the process
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

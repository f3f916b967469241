import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** Tokens by server address, in the person's own configuration folder, readable by them alone. */
const Config = z.object({ tokens: z.record(z.string(), z.string()).default({}) });

function configPath(): string {
  const base = process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');
  return path.join(base, 'quadrat', 'config.json');
}

async function readConfig(): Promise<z.infer<typeof Config>> {
  try {
    return Config.parse(JSON.parse(await readFile(configPath(), 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { tokens: {} };
    throw new Error(`${configPath()} cannot be read; mend or delete it. ${String(error)}`);
  }
}

/** The token kept for a server by `quadrat login`, or null. */
export async function savedToken(server: string): Promise<string | null> {
  return (await readConfig()).tokens[server] ?? null;
}

/** Keeps a token for a server. Returns the file's path. */
export async function saveToken(server: string, token: string): Promise<string> {
  const config = await readConfig();
  config.tokens[server] = token;
  const file = configPath();
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });
  await chmod(file, 0o600);
  return file;
}

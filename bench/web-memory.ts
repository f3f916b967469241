import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Resident memory of an instance's web process, in MB. `home` is its QUADRAT_HOME. */
export async function memoryOfWeb(home: string): Promise<number> {
  const services = await readFile(path.join(home, 'services.json'), 'utf8');
  const { web } = JSON.parse(services) as { web: number };
  const status = await readFile(`/proc/${String(web)}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6;
}

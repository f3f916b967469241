import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startInstance } from '@/scripts/setup/instance.mjs';
import type { Instance } from '@/scripts/setup/instance.mjs';
import { isAlive } from '@/scripts/setup/stamps.mjs';

export const VICTIMS = ['web', 'worker', 'database', 'supervisor'] as const;
export type Victim = (typeof VICTIMS)[number];

const POLL_MS = 100;

/** An instance whose processes are ended without warning. */
export class MortalInstance {
  private readonly home: string;
  private readonly port: number;
  /** the last start, also one that is not ready yet */
  private starting: Promise<Instance> | null = null;

  constructor(home: string, port: number) {
    this.home = home;
    this.port = port;
  }

  async start(): Promise<void> {
    this.starting = startInstance({ home: this.home, port: this.port, demo: false });
    await this.starting;
  }

  async stop(): Promise<void> {
    await (await this.starting)?.stop();
  }

  /** Ends one of them as the kernel does when memory runs out, and waits until it is there again. */
  async kill(victim: Victim): Promise<void> {
    const pid = await this.pidOf(victim);
    if (pid === null) throw new Error(`there is no ${victim}`);
    process.kill(pid, 'SIGKILL');
    if (victim === 'supervisor') {
      // npm start again, as a person or systemd does
      await this.until(() => !isAlive(pid));
      await this.start();
      return;
    }
    await this.until(async () => {
      const now = await this.pidOf(victim);
      return now !== null && now !== pid && isAlive(now);
    });
  }

  private async until(done: () => boolean | Promise<boolean>): Promise<void> {
    while (!(await done())) await sleep(POLL_MS);
  }

  /** Null while none is known: a file that is being written, a process that is coming up. */
  private async pidOf(victim: Victim): Promise<number | null> {
    const file = {
      web: 'services.json',
      worker: 'services.json',
      database: 'postgres/data/postmaster.pid',
      supervisor: 'running.pid',
    }[victim];
    const text = await readFile(path.join(this.home, file), 'utf8').catch(() => '');
    if (file !== 'services.json') return Number(text.split('\n')[0]) || null;
    try {
      return (JSON.parse(text) as Record<string, number>)[victim] ?? null;
    } catch {
      return null;
    }
  }
}

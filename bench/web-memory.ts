import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';

/** Resident memory of a web process of an instance, in MB. `home` is its QUADRAT_HOME. */
export async function memoryOfWeb(home: string): Promise<number> {
  const status = await readFile(`/proc/${String(await pidOfWeb(home))}/status`, 'utf8');
  return (Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1024) / 1e6;
}

/**
 * What the web process's heap holds after a collection, in MB: resident memory grows and shrinks with what waits to be collected.
 * Asked over the inspector, which Node opens on SIGUSR1 (port 9229, loopback).
 */
export async function heapOfWeb(home: string): Promise<number> {
  process.kill(await pidOfWeb(home), 'SIGUSR1');
  const socket = new WebSocket(await inspectorAddress());
  try {
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
    await call(socket, 'HeapProfiler.enable');
    // twice: the first collection runs finalizers, whose objects go with the second
    await call(socket, 'HeapProfiler.collectGarbage');
    await call(socket, 'HeapProfiler.collectGarbage');
    const { usedSize } = (await call(socket, 'Runtime.getHeapUsage')) as { usedSize: number };
    return usedSize / 1e6;
  } finally {
    socket.terminate();
  }
}

/** The first of the web service's copies. */
async function pidOfWeb(home: string): Promise<number> {
  const services = await readFile(path.join(home, 'services.json'), 'utf8');
  const pid = String((JSON.parse(services) as { web: number }).web);
  const [copy] = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).split(' ');
  return Number(copy);
}

async function inspectorAddress(): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const reply = await fetch('http://127.0.0.1:9229/json');
      const [target] = (await reply.json()) as { webSocketDebuggerUrl: string }[];
      if (target) return target.webSocketDebuggerUrl;
    } catch (error) {
      // it opens a moment after the signal
      if (attempt === 50) throw error;
    }
    await sleep(100);
  }
}

let calls = 0;

function call(socket: WebSocket, method: string): Promise<unknown> {
  calls += 1;
  const id = calls;
  return new Promise((resolve, reject) => {
    const read = (data: WebSocket.RawData): void => {
      const answer = JSON.parse((data as Buffer).toString()) as { id?: number; result?: unknown };
      if (answer.id !== id) return;
      socket.off('message', read);
      resolve(answer.result);
    };
    socket.on('message', read).once('error', reject);
    socket.send(JSON.stringify({ id, method }));
  });
}

import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId } from '@/lib/core/ids';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import { bytesOf } from '@/lib/domain/label/cells';
import { LabellingView, SaveReply } from '@/lib/domain/label/schema';
import type { SaveRequest } from '@/lib/domain/label/schema';
import { post } from '@/bench/load/http';
import { COLS, ROWS } from '@/bench/load/people';
import type { Labeler } from '@/bench/load/people';

const CELLS_A_SAVE = 5;
/** Between two tries of a save, as the outbox waits, only shorter. */
const RETRY_MS = 250;
const ANSWER_MS = 20_000;
const CODES = [1, 2, codeOfClass(0), codeOfClass(1)];

/** What became of a client's work when all was over. */
interface Verdict {
  /** cells that were acknowledged with another code than the server has */
  lost: number;
  /** saves that the server applied more or less often than once */
  notOnce: number;
}

/** Somebody at a chip of their own who saves without a break, and sends each save under its id until it is acknowledged. */
export class SavingClient {
  /** the cells as the server acknowledged them */
  private readonly known = new Uint8Array(ROWS * COLS);
  private revision = 0;
  private over = false;
  private readonly agent = new Agent({ keepAlive: true });
  private readonly url: string;
  private readonly person: Labeler;
  acknowledged = 0;
  resent = 0;
  /** answers that the outbox would have taken for a refusal or a conflict */
  readonly refused: string[] = [];

  constructor(url: string, person: Labeler) {
    this.url = url;
    this.person = person;
  }

  /** Works until `stop`. */
  async run(): Promise<void> {
    while (!this.over) await this.saveOnce();
    this.agent.destroy();
  }

  stop(): void {
    this.over = true;
  }

  /** Compares what was acknowledged with what the server has. */
  async verdict(): Promise<Verdict> {
    const path = this.person.path.replace(/\/changes$/, '');
    const reply = await fetch(this.url + path, { headers: { cookie: this.person.cookie } });
    const { cells, revision } = LabellingView.parse(await reply.json());
    const there = bytesOf(cells);
    const lost = this.known.filter((code, cell) => code !== there[cell]).length;
    return { lost, notOnce: Math.abs(revision - this.acknowledged) };
  }

  private async saveOnce(): Promise<void> {
    const changes = this.someChanges();
    const saveId = newId();
    for (let tries = 0; ; tries += 1) {
      const body: SaveRequest = { saveId, baseRevision: this.revision, openedMs: 1000, changes };
      const reply = await this.send(JSON.stringify(body));
      if (reply === 'refused') return;
      if (reply !== 'unanswered') {
        for (const { cell, after } of changes) this.known[cell] = after;
        this.revision = reply.revision;
        this.acknowledged += 1;
        if (reply.conflicts.length > 0) this.refused.push(`${saveId}: conflicts`);
        return;
      }
      this.resent += 1;
      await sleep(RETRY_MS);
    }
  }

  private async send(body: string): Promise<SaveReply | 'unanswered' | 'refused'> {
    const headers = { cookie: this.person.cookie, 'sec-fetch-site': 'same-origin' };
    const late = sleep(ANSWER_MS, null, { ref: false }).then(() => {
      throw new Error('no answer');
    });
    // an answer that came in time leaves this to itself
    late.catch(() => undefined);
    try {
      const text = await Promise.race([
        post(this.url + this.person.path, this.agent, headers, body),
        late,
      ]);
      return SaveReply.parse(JSON.parse(text));
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      if (!/^4\d\d /.test(words)) return 'unanswered';
      this.refused.push(words);
      return 'refused';
    }
  }

  private someChanges(): SaveRequest['changes'] {
    const cells = new Set(Array.from({ length: CELLS_A_SAVE }, () => draw(this.known.length)));
    return [...cells].map((cell) => {
      const before = this.known[cell] ?? 0;
      const others = CODES.filter((code) => code !== before);
      const after = others[draw(others.length)] ?? 1;
      return { cell, before, after, source: 'hand', shown: null };
    });
  }
}

function draw(below: number): number {
  return Math.floor(Math.random() * below);
}

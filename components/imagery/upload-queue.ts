import { DetailedError, Upload, defaultOptions } from 'tus-js-client';
import type { UploadOptions } from 'tus-js-client';
import { newId } from '@/lib/core/ids';
import { systemClock } from '@/lib/core/clock';
import { problemFrom } from '@/lib/client/problem';
import type { ApiProblem } from '@/lib/client/problem';
import type { NamedFile } from '@/components/imagery/dropped-files';

/** What this page knows of a file that it sends. Once the server has its line, `importId` names it. */
export interface LocalUpload {
  key: string;
  name: string;
  bytes: number;
  sent: number;
  state: 'waiting' | 'sending' | 'paused' | 'failed' | 'done';
  importId: string | null;
  /** why it failed, as the server said; null: the connection was lost */
  error: string | null;
}

export interface QueueState {
  uploads: readonly LocalUpload[];
  paused: boolean;
  /** bytes a second over the last seconds, of all files together */
  speed: number;
}

/** What is said of all files of a batch; empty values are left out. */
export type BatchDetails = Partial<
  Record<'survey' | 'source' | 'licence' | 'sensor' | 'takenAt' | 'bands', string>
>;

const AT_ONCE = 3;
const CHUNK_BYTES = 8 * 1024 * 1024;
const RETRY_DELAYS = [500, 1000, 3000, 5000, 10_000, 20_000, 30_000, 30_000, 60_000];
const SPEED_WINDOW_MS = 5000;

interface Entry {
  local: LocalUpload;
  file: File;
  details: BatchDetails;
  upload: Transfer | null;
  /** grows with every try and with what ends one: a try that is not the latest any more starts nothing */
  attempt: number;
}

/** What the queue uses of a tus upload. */
export type Transfer = Pick<
  Upload,
  'url' | 'start' | 'abort' | 'findPreviousUploads' | 'resumeFromPreviousUpload'
>;

/** Prepares the upload of a file. */
type Prepare = (file: File, options: UploadOptions) => Transfer;

/**
 * Sends files by tus, a few at a time. A lost connection is tried again by itself; what arrived is never sent twice, also
 * when the page was closed meanwhile and the same file is chosen again. Listeners get a new state object at each change.
 */
export class UploadQueue {
  readonly #endpoint: string;
  readonly #onLine: () => void;
  readonly #prepare: Prepare;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners = new Set<() => void>();
  #paused = false;
  #samples: { at: number; bytes: number }[] = [];
  #state: QueueState = { uploads: [], paused: false, speed: 0 };

  /** `onLine` is told whenever the server has a new or changed line; `prepare` makes the upload of a file. */
  constructor(
    endpoint: string,
    onLine: () => void,
    prepare: Prepare = (file, options) => new Upload(file, options),
  ) {
    this.#endpoint = endpoint;
    this.#onLine = onLine;
    this.#prepare = prepare;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getState = (): QueueState => this.#state;

  add(files: readonly NamedFile[], details: BatchDetails): void {
    for (const { file, name } of files) {
      const key = newId();
      const local: LocalUpload = {
        key,
        name,
        bytes: file.size,
        sent: 0,
        state: 'waiting',
        importId: null,
        error: null,
      };
      this.#entries.set(key, { local, file, details, upload: null, attempt: 0 });
    }
    this.#pump();
  }

  pause(): void {
    this.#paused = true;
    for (const entry of this.#entries.values()) {
      if (entry.local.state !== 'sending') continue;
      entry.local.state = 'paused';
      stop(entry);
    }
    this.#changed();
  }

  resume(): void {
    this.#paused = false;
    for (const { local } of this.#entries.values()) {
      if (local.state === 'paused') local.state = 'waiting';
    }
    this.#pump();
  }

  /** Tries one again that failed. */
  retry(key: string): void {
    const entry = this.#entries.get(key);
    if (entry?.local.state !== 'failed') return;
    Object.assign(entry.local, { state: 'waiting', error: null });
    this.#pump();
  }

  /** Forgets a file; its line on the server is the caller's to cancel. */
  drop(key: string): void {
    const entry = this.#entries.get(key);
    if (entry) stop(entry);
    this.#entries.delete(key);
    this.#pump();
  }

  #pump(): void {
    if (!this.#paused) {
      const all = [...this.#entries.values()];
      let free = AT_ONCE - all.filter(({ local }) => local.state === 'sending').length;
      for (const entry of all) {
        if (free <= 0) break;
        if (entry.local.state !== 'waiting') continue;
        free -= 1;
        entry.local.state = 'sending';
        void this.#send(entry);
      }
    }
    this.#changed();
  }

  async #send(entry: Entry): Promise<void> {
    const { local, file, details } = entry;
    entry.attempt += 1;
    const { attempt } = entry;
    const given = Object.entries(details).filter(([, value]) => value !== '');
    entry.upload ??= this.#prepare(file, {
      endpoint: this.#endpoint,
      chunkSize: CHUNK_BYTES,
      retryDelays: RETRY_DELAYS,
      onShouldRetry: mayPass,
      removeFingerprintOnSuccess: true,
      metadata: { filename: local.name, ...Object.fromEntries(given) },
      onUploadUrlAvailable: () => {
        local.importId = entry.upload?.url?.split('/').at(-1) ?? null;
        this.#onLine();
        this.#changed();
      },
      onProgress: (sent) => {
        local.sent = sent;
        this.#changed();
      },
      onSuccess: () => {
        local.state = 'done';
        local.sent = local.bytes;
        this.#onLine();
        this.#pump();
      },
      onError: (error) => {
        const problem = problemOf(error);
        Object.assign(local, { state: 'failed', error: problem?.message ?? null });
        const importId = problem?.body['importId'];
        if (typeof importId === 'string') local.importId = importId;
        this.#onLine();
        this.#pump();
      },
    });
    if (entry.upload.url === null) {
      // a browser that refuses storage knows of none
      const before = await entry.upload.findPreviousUploads().catch(() => []);
      // paused, dropped or begun anew while the browser looked for an earlier try
      if (attempt !== entry.attempt) return;
      const last = before.at(-1);
      if (last) entry.upload.resumeFromPreviousUpload(last);
    }
    entry.upload.start();
  }

  #changed(): void {
    const uploads = [...this.#entries.values()].map(({ local }) => ({ ...local }));
    this.#state = { uploads, paused: this.#paused, speed: this.#speed(uploads) };
    for (const listener of this.#listeners) listener();
  }

  #speed(uploads: readonly LocalUpload[]): number {
    const at = systemClock.now();
    const bytes = uploads.reduce((sum, upload) => sum + upload.sent, 0);
    this.#samples = [...this.#samples.filter((s) => at - s.at < SPEED_WINDOW_MS), { at, bytes }];
    const first = this.#samples[0];
    if (!first || at - first.at < 500) return this.#state.speed;
    return Math.max(0, ((bytes - first.bytes) * 1000) / (at - first.at));
  }
}

function stop(entry: Entry): void {
  entry.attempt += 1;
  void entry.upload?.abort();
}

/** As tus has it, but for a full disk: it is not gone in a moment, and somebody has to be told. */
const mayPass: NonNullable<UploadOptions['onShouldRetry']> = (error, attempt, options) =>
  error.originalResponse?.getStatus() !== 507 &&
  (defaultOptions.onShouldRetry?.(error, attempt, options) ?? true);

/** What the server answered; null where it did not, or where a proxy's page came in its place. */
function problemOf(error: Error | DetailedError): ApiProblem | null {
  const response = error instanceof DetailedError ? error.originalResponse : null;
  const body = response?.getBody();
  if (!response || body === undefined || body === '') return null;
  try {
    return problemFrom(response.getStatus(), JSON.parse(body));
  } catch {
    return null; // not JSON
  }
}

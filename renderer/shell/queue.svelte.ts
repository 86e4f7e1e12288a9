// How far the captions are, and how the engine is.
import type { Failure } from '../../src/errors.ts';
import type { Bridge, EngineState, QueueProgress } from '../../src/ipc.ts';

const idle: QueueProgress = {
  waiting: 0,
  working: 0,
  done: 0,
  failed: 0,
  paused: false,
  imagesPerSecond: undefined,
};

export class Queue {
  readonly #bridge: Bridge;
  progress: QueueProgress = $state.raw(idle);
  engine: EngineState = $state.raw({ kind: 'starting' });
  /** What the person should know since this start; each can be put away. */
  notices: readonly Failure[] = $state.raw([]);

  readonly left: number = $derived(this.progress.waiting + this.progress.working);
  readonly finished: number = $derived(this.progress.done + this.progress.failed);
  readonly total: number = $derived(this.left + this.finished);
  /** Undefined while the speed is not known. */
  readonly secondsLeft: number | undefined = $derived(
    this.progress.imagesPerSecond ? this.left / this.progress.imagesPerSecond : undefined,
  );

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
  }

  async load(): Promise<void> {
    const [progress, notices] = await Promise.all([
      this.#bridge.request('queue:progress'),
      this.#bridge.request('engine:notices'),
    ]);
    if (progress.ok) this.progress = progress.value;
    if (notices.ok) this.notices = notices.value;
    const info = await this.#bridge.request('engine:info');
    // Events tell of what comes later; this tells how it was when the window opened.
    if (info.ok && this.engine.kind === 'starting') this.engine = { kind: 'ready', ...info.value };
  }

  async setPaused(paused: boolean): Promise<Failure | undefined> {
    const before = this.progress;
    this.progress = { ...before, paused };
    const result = await this.#bridge.request('queue:pause', paused);
    if (result.ok) return undefined;
    this.progress = before;
    return result.error;
  }

  async cancel(ids: readonly number[]): Promise<Failure | undefined> {
    const result = await this.#bridge.request('queue:cancel', ids);
    return result.ok ? undefined : result.error;
  }

  dismiss(notice: Failure): void {
    this.notices = this.notices.filter((each) => each !== notice);
  }
}

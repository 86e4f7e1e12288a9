// Keeps one engine alive: starts it, starts it again when it dies (a few times, waiting longer each time), and sees
// to it that every request is answered, by this engine, by the next one, or with 'engine/stopped'.
import type { EngineRequestName, EngineState, EventName, FromEngine, ToEngine } from '../src/ipc.ts';
import type { Failure, Result } from '../src/errors.ts';
import { engineRequests } from './channels.ts';

/** A running engine, whatever kind of process it is. */
export interface EngineChild {
  post(message: ToEngine): void;
  kill(): void;
}

export interface EngineChildListeners {
  readonly message: (message: FromEngine) => void;
  /** `reason` in words, for the log. Called once. */
  readonly exit: (reason: string) => void;
}

export interface EngineProcessOptions {
  readonly start: (listeners: EngineChildListeners) => EngineChild;
  readonly event: (name: EventName, args: readonly unknown[]) => void;
  /** A later engine than the first is ready: what the one before did last may never have been told. */
  readonly succeeded: () => void;
  readonly log: (line: string) => void;
  /** Where the log lies, for the message that sends people there. */
  readonly logPath: string;
}

interface Pending {
  readonly name: EngineRequestName;
  readonly args: readonly unknown[];
  readonly resolve: (result: Result<unknown>) => void;
  /** How many engines it was sent to. */
  sends: number;
  underWay: boolean;
}

/** Deaths in a row after which it is left dead. */
export const maxRestarts = 5;
export const firstRestartDelayMs = 250;
/** An engine that has lived this long starts a new count. */
export const stableAfterMs = 60_000;
/** An engine that has not said 'ready' by then counts as dead. */
export const startTimeoutMs = 60_000;
export const shutdownTimeoutMs = 5_000;
/** A request that was under way in so many engines that died is given up: it may be what kills them. */
const maxSends = 2;

type Life = 'stopped' | 'starting' | 'ready' | 'waiting' | 'failed' | 'stopping';

export class EngineProcess {
  readonly #options: EngineProcessOptions;
  readonly #pending = new Map<number, Pending>();
  #life: Life = 'stopped';
  #child: EngineChild | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stableTimer: NodeJS.Timeout | undefined;
  #restarts = 0;
  #engines = 0;
  #nextId = 1;
  #state: EngineState = { kind: 'starting' };
  #stopped: (() => void) | undefined;

  constructor(options: EngineProcessOptions) {
    this.#options = options;
  }

  /** What a window that opens now should be told. */
  get state(): EngineState {
    return this.#state;
  }

  start(): void {
    if (this.#life !== 'stopped') return;
    this.#announce({ kind: 'starting' });
    this.#spawn();
  }

  /** Starts again at a person's wish: a fresh count, and a fresh engine where one is still running. */
  restart(): void {
    this.#restarts = 0;
    if (this.#life === 'starting' || this.#life === 'stopping') return;
    clearTimeout(this.#timer);
    this.#announce({ kind: 'starting' });
    if (this.#child === undefined) this.#spawn();
    else this.#child.kill();
  }

  /** Answers with what the engine answers; waits while it starts. Never rejects. */
  request(name: EngineRequestName, args: readonly unknown[]): Promise<Result<unknown>> {
    if (this.#life === 'failed' || this.#life === 'stopping') {
      return Promise.resolve({ ok: false, error: this.#stoppedFailure() });
    }
    return new Promise((resolve) => {
      const id = this.#nextId++;
      const pending: Pending = { name, args, resolve, sends: 0, underWay: false };
      this.#pending.set(id, pending);
      if (this.#life === 'ready') this.#send(id, pending);
    });
  }

  /** Lets the engine write what it holds, then ends it. Resolves when it is gone. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    const child = this.#child;
    this.#life = 'stopping';
    if (child !== undefined) {
      await new Promise<void>((resolve) => {
        this.#stopped = resolve;
        this.#timer = setTimeout(() => {
          this.#options.log(`engine: still there ${shutdownTimeoutMs} ms after 'shutdown', killed`);
          child.kill();
        }, shutdownTimeoutMs);
        child.post({ kind: 'shutdown' });
      });
    }
    this.#failAll();
  }

  #spawn(): void {
    this.#life = 'starting';
    let alive = true;
    try {
      const child = this.#options.start({
        message: (message) => {
          if (alive) this.#receive(message);
        },
        exit: (reason) => {
          if (!alive) return;
          alive = false;
          this.#died(reason);
        },
      });
      // It may be dead by now: a child can fail before `start` returns.
      if (!alive as boolean) return;
      this.#child = child;
      this.#timer = setTimeout(() => {
        this.#options.log(`engine: not ready after ${startTimeoutMs} ms, killed`);
        child.kill();
      }, startTimeoutMs);
    } catch (error) {
      alive = false;
      this.#died(error instanceof Error ? error.message : String(error));
    }
  }

  #receive(message: FromEngine): void {
    if (message.kind === 'event') {
      if (message.name === 'engine:state') this.#state = message.args[0] as EngineState;
      this.#options.event(message.name, message.args);
      return;
    }
    if (message.kind === 'ready') {
      if (this.#life !== 'starting') return;
      clearTimeout(this.#timer);
      this.#life = 'ready';
      this.#stableTimer = setTimeout(() => (this.#restarts = 0), stableAfterMs);
      for (const [id, pending] of this.#pending) this.#send(id, pending);
      this.#engines += 1;
      if (this.#engines > 1) this.#options.succeeded();
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    pending?.resolve(message.ok ? { ok: true, value: message.value } : { ok: false, error: message.error });
  }

  #send(id: number, pending: Pending): void {
    pending.sends += 1;
    pending.underWay = true;
    this.#child?.post({ kind: 'request', id, name: pending.name, args: pending.args });
  }

  #died(reason: string): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#stableTimer);
    this.#child = undefined;
    this.#options.log(`engine: ${reason}`);
    if (this.#life === 'stopping') {
      this.#life = 'stopped';
      this.#stopped?.();
      return;
    }
    for (const [id, pending] of this.#pending) {
      if (!pending.underWay) continue;
      pending.underWay = false;
      if (engineRequests[pending.name] === 'fail' || pending.sends >= maxSends) {
        this.#pending.delete(id);
        pending.resolve({ ok: false, error: interruptedFailure });
      }
    }
    if (this.#restarts >= maxRestarts) {
      this.#life = 'failed';
      this.#announce({ kind: 'failed', error: this.#stoppedFailure() });
      this.#failAll();
      return;
    }
    const delayMs = firstRestartDelayMs * 2 ** this.#restarts;
    this.#restarts += 1;
    this.#life = 'waiting';
    this.#announce({ kind: 'restarting', attempt: this.#restarts });
    this.#timer = setTimeout(() => this.#spawn(), delayMs);
  }

  #announce(state: EngineState): void {
    this.#state = state;
    this.#options.event('engine:state', [state]);
  }

  #failAll(): void {
    for (const pending of this.#pending.values()) {
      pending.resolve({ ok: false, error: this.#stoppedFailure() });
    }
    this.#pending.clear();
  }

  #stoppedFailure(): Failure {
    if (this.#life === 'stopping' || this.#life === 'stopped') {
      return { code: 'engine/stopped', message: 'Ekphrasis is closing.' };
    }
    return {
      code: 'engine/stopped',
      message: `The part of Ekphrasis that reads pictures stopped ${maxRestarts + 1} times in a row. Start it again; if it stops again, ${this.#options.logPath} says why.`,
    };
  }
}

const interruptedFailure: Failure = {
  code: 'engine/stopped',
  message:
    'The part of Ekphrasis that reads pictures stopped while it was doing this, and is starting again. Look at what was done, then try once more.',
};

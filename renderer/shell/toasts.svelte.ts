// Short notes at the foot of the window that say what was done and offer to take it back.
import { englishAlways } from '../messages/writing.ts';
import type { Announcer } from './announcer.svelte.ts';
import type { After } from './clock.ts';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly message: string;
  /** Of the message; undefined where it is the window's language. */
  readonly lang: string | undefined;
  readonly tone: 'neutral' | 'bad';
  readonly action: ToastAction | undefined;
}

const stayMs = 8000;
const most = 3;

export class Toasts {
  readonly #announcer: Announcer;
  readonly #after: After;
  readonly #timers = new Map<number, () => void>();
  #nextId = 1;
  list: readonly Toast[] = $state.raw([]);

  constructor(announcer: Announcer, after: After) {
    this.#announcer = announcer;
    this.#after = after;
  }

  /** Errors stay until they are closed; the rest goes by itself. */
  show(message: string, action?: ToastAction, tone: Toast['tone'] = 'neutral'): void {
    this.#add({ message, lang: undefined, tone, action });
  }

  /** `message` is the sentence of a failure. */
  fail(message: string): void {
    this.#add({ message, lang: englishAlways, tone: 'bad', action: undefined });
  }

  close(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(toast: Omit<Toast, 'id'>): void {
    const id = this.#nextId++;
    this.list = [...this.list.slice(1 - most), { id, ...toast }];
    this.#announcer.say(toast.message, toast.lang);
    this.resume(id);
  }

  /** Under the pointer or with the focus in it a note does not go. */
  hold(id: number): void {
    this.#timers.get(id)?.();
    this.#timers.delete(id);
  }

  resume(id: number): void {
    this.hold(id);
    const toast = this.list.find((each) => each.id === id);
    if (toast?.tone === 'neutral')
      this.#timers.set(
        id,
        this.#after(stayMs, () => this.close(id)),
      );
  }
}

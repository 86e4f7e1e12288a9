// The person's choices, and their effect on the page: theme, language, size of text, motion.
import type { Failure } from '../../src/errors.ts';
import type { Bridge, Settings as Values } from '../../src/ipc.ts';
import { defaultCaptionOptions } from '../../src/model/caption.ts';
import { speak } from '../messages/language.svelte.ts';
import type { Store } from '../photos/view.svelte.ts';

export const textScale = { min: 100, max: 200, step: 10 };
export const beamWidths = { min: 1, max: 10 };

const defaults: Values = {
  theme: 'system',
  language: 'system',
  caption: defaultCaptionOptions,
  reduceMotion: false,
  textScalePercent: 100,
};

/** The looks of the last start, so that the window opens in them before the engine has answered. */
const storeKey = 'settings.looks';

export class Settings {
  readonly #bridge: Bridge;
  readonly #store: Store | undefined;
  values: Values = $state.raw(defaults);
  systemDark = $state(false);
  failure: Failure | undefined = $state.raw();
  readonly theme: 'light' | 'dark' = $derived.by(() => {
    if (this.values.theme !== 'system') return this.values.theme;
    return this.systemDark ? 'dark' : 'light';
  });
  /** CSS pixels in one rem. */
  readonly rem: number = $derived((16 * this.values.textScalePercent) / 100);

  constructor(bridge: Bridge, store: Store | undefined) {
    this.#bridge = bridge;
    this.#store = store;
    this.#recall();
  }

  async load(): Promise<void> {
    const result = await this.#bridge.request('settings:get');
    if (result.ok) this.take(result.value);
    else this.failure = result.error;
  }

  /** Settings that came from elsewhere: the engine, the menu. */
  take(values: Values): void {
    this.values = values;
    this.#store?.setItem(storeKey, JSON.stringify(values));
  }

  /** Takes effect at once; stored by the engine. */
  async change(part: Partial<Values>): Promise<void> {
    this.take({ ...this.values, ...part });
    const result = await this.#bridge.request('settings:set', this.values);
    this.failure = result.ok ? undefined : result.error;
  }

  async changeCaption(part: Partial<Values['caption']>): Promise<void> {
    const caption = { ...this.values.caption, ...part };
    await this.change({ caption: { beam: caption.beam, nBest: Math.min(caption.nBest, caption.beam) } });
  }

  /** Writes the choices onto the page. */
  apply(root: HTMLElement): void {
    root.dataset['theme'] = this.theme;
    root.lang = speak(this.values.language);
    root.style.fontSize = `${this.values.textScalePercent}%`;
    if (this.values.reduceMotion) root.dataset['motion'] = 'reduced';
    else delete root.dataset['motion'];
  }

  #recall(): void {
    try {
      const kept = JSON.parse(this.#store?.getItem(storeKey) ?? '{}') as Partial<Values>;
      this.values = { ...defaults, ...kept };
    } catch {
      this.values = defaults; // A broken store is no loss: the engine holds the settings.
    }
  }
}

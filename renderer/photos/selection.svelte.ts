// Which pictures are chosen, and which one the keyboard is on.

/** The order on screen, as the view gives it. */
export interface Order {
  readonly ids: readonly number[];
  indexOf(id: number | undefined): number;
}

export type Reach = 'only' | 'extend' | 'toggle' | 'keep';

export class Selection {
  readonly #order: Order;
  /** The picture with the focus. */
  active: number | undefined = $state();
  /** Where Shift+click and Shift+arrow extend from. */
  #anchor: number | undefined = undefined;
  #lastIndex = 0;
  selected: ReadonlySet<number> = $state.raw(new Set());

  constructor(order: Order) {
    this.#order = order;
  }

  has(id: number): boolean {
    return this.selected.has(id);
  }

  /** The chosen pictures in the order on screen. */
  get ids(): readonly number[] {
    return this.#order.ids.filter((id) => this.selected.has(id));
  }

  get activeIndex(): number {
    return this.#order.indexOf(this.active);
  }

  /** Moves to the place `index`, held within the list. 'extend' chooses all from the anchor to there; 'keep' moves
   * the focus alone; 'toggle' adds or takes away that one. */
  moveTo(index: number, reach: Reach = 'only'): void {
    const { ids } = this.#order;
    const place = Math.max(0, Math.min(ids.length - 1, index));
    const id = ids[place];
    if (id === undefined) return;
    this.active = id;
    this.#lastIndex = place;
    if (reach === 'keep') return;
    if (reach === 'extend') {
      const anchor = Math.max(0, this.#order.indexOf(this.#anchor));
      const range = ids.slice(Math.min(anchor, place), Math.max(anchor, place) + 1);
      this.selected = new Set(range);
      return;
    }
    this.#anchor = id;
    if (reach === 'only') {
      this.selected = new Set([id]);
      return;
    }
    const next = new Set(this.selected);
    if (!next.delete(id)) next.add(id);
    this.selected = next;
  }

  choose(id: number, reach: Reach = 'only'): void {
    const index = this.#order.indexOf(id);
    if (index >= 0) this.moveTo(index, reach);
  }

  step(delta: number, reach: Reach = 'only'): void {
    this.moveTo(this.activeIndex < 0 ? 0 : this.activeIndex + delta, reach);
  }

  selectAll(): void {
    this.selected = new Set(this.#order.ids);
    if (this.activeIndex < 0) this.active = this.#order.ids[0];
  }

  /** Back to the active picture alone. */
  clear(): void {
    this.selected = new Set(this.active === undefined ? [] : [this.active]);
  }

  /** After pictures came or went: forgets what is no longer shown and lets a neighbour take the focus. */
  settle(): void {
    const { ids } = this.#order;
    const kept = [...this.selected].filter((id) => this.#order.indexOf(id) >= 0);
    const index = this.#order.indexOf(this.active);
    if (index >= 0) {
      this.#lastIndex = index;
      if (kept.length !== this.selected.size) this.selected = new Set(kept);
      return;
    }
    this.active = ids[Math.min(this.#lastIndex, ids.length - 1)];
    this.#anchor = this.active;
    if (kept.length === 0 && this.active !== undefined) kept.push(this.active);
    if (kept.length > 0 || this.selected.size > 0) this.selected = new Set(kept);
  }
}

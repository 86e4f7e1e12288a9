// Which films of a study are drafted from, and what is said of those that are not.
import { gateKinds } from '../model/reporter/config.ts';
import type { Gate, GateKind } from '../report/report.ts';

const reasons: Readonly<Record<GateKind, string>> = {
  frontal: '',
  lateral: '',
  inverted: 'This film looks inverted, white for black: invert it, or have it drafted all the same.',
  'not-chest-x-ray': 'This does not look like a chest X-ray, so nothing is drafted from it.',
};

export type View = 'frontal' | 'lateral';

export interface Known {
  /** A person wants it drafted whatever it is; it says nothing of a film that passes. */
  readonly overridden: boolean;
  /** By the file's header. */
  readonly view?: View | undefined;
}

/** @param probabilities of `gateKinds` */
export function toGate(probabilities: ArrayLike<number>, { overridden, view }: Known): Gate {
  const place = gateKinds.reduce(
    (top, _, i) => ((probabilities[i] ?? 0) > (probabilities[top] ?? 0) ? i : top),
    0,
  );
  const found = gateKinds[place] ?? 'not-chest-x-ray';
  const kind = view !== undefined && (found === 'frontal' || found === 'lateral') ? view : found;
  const reason = reasons[kind];
  return {
    kind,
    probability: probabilities[gateKinds.indexOf(kind)] ?? 0,
    reason,
    overridden: overridden && reason !== '',
  };
}

/**
 * Places of the frontal and of the lateral film among those that may be drafted from: the first of each view that the
 * gate lets pass. One that was let through against the gate is taken for the view that is likelier, and only where no
 * other film shows that view.
 * @param probabilities of `gateKinds`, one row a film
 */
export function chooseViews(
  gates: readonly Gate[],
  probabilities: readonly ArrayLike<number>[],
): { readonly frontal: number | undefined; readonly lateral: number | undefined } {
  const likelier = (film: number): GateKind => {
    const [frontal = 0, lateral = 0] = Array.from(probabilities[film] ?? []);
    return frontal >= lateral ? 'frontal' : 'lateral';
  };
  const place = (view: 'frontal' | 'lateral'): number | undefined => {
    const passing = gates.findIndex(({ kind }) => kind === view);
    if (passing >= 0) return passing;
    const forced = gates.findIndex(({ overridden }, film) => overridden && likelier(film) === view);
    return forced >= 0 ? forced : undefined;
  };
  return { frontal: place('frontal'), lateral: place('lateral') };
}

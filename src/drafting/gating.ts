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
 * Places of the frontal and of the lateral film among those that may be drafted from. One that was let through against
 * the gate is taken for the view that is likelier.
 * @param probabilities of `gateKinds`, one row a film
 */
export function chooseViews(
  gates: readonly Gate[],
  probabilities: readonly ArrayLike<number>[],
): { readonly frontal: number | undefined; readonly lateral: number | undefined } {
  const views = gates.map(({ kind, overridden }, film) => {
    if (kind === 'frontal' || kind === 'lateral') return kind;
    if (!overridden) return undefined;
    const [frontal = 0, lateral = 0] = Array.from(probabilities[film] ?? []);
    return frontal >= lateral ? 'frontal' : 'lateral';
  });
  const place = (view: 'frontal' | 'lateral'): number | undefined => {
    const found = views.indexOf(view);
    return found < 0 ? undefined : found;
  };
  return { frontal: place('frontal'), lateral: place('lateral') };
}

// Movement that gives way to the person's wish, or the system's, for none.
import { prefersReducedMotion } from 'svelte/motion';

export function moves<T extends { readonly duration: number }>(parameters: T): T {
  const still = prefersReducedMotion.current || document.documentElement.dataset['motion'] === 'reduced';
  return still ? { ...parameters, duration: 0 } : parameters;
}

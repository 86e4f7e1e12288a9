// No words in components: all that is read or spoken comes from the catalogue, ready for another language.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../renderer');
const components = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.svelte'),
);
const spoken = ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label'];
const hasLetters = (words: string): boolean => /\p{L}{2,}/u.test(words);

/** Every text that stands in the markup itself. */
function wordsIn(node: unknown, found: string[]): string[] {
  if (Array.isArray(node)) for (const each of node) wordsIn(each, found);
  if (typeof node !== 'object' || node === null || !('type' in node)) {
    if (typeof node === 'object' && node !== null && 'nodes' in node) wordsIn(node.nodes, found);
    return found;
  }
  if (node.type === 'Text') {
    found.push((node as AST.Text).data);
  } else if (node.type === 'Attribute') {
    const { name, value } = node as AST.Attribute;
    if (spoken.includes(name) && Array.isArray(value)) wordsIn(value, found);
  } else {
    for (const key of [
      'fragment',
      'attributes',
      'nodes',
      'body',
      'consequent',
      'alternate',
      'fallback',
      'then',
      'pending',
    ])
      if (key in node) wordsIn((node as Record<string, unknown>)[key], found);
  }
  return found;
}

test('there are components to look at', () => {
  expect(components.length).toBeGreaterThan(20);
});

test.each(components)('%s holds no words', (file) => {
  const { fragment } = parse(readFileSync(join(root, file), 'utf8'), { modern: true });
  expect(wordsIn(fragment, []).filter(hasLetters)).toEqual([]);
});

// Choosing pictures by keyboard and mouse.
import { describe, expect, test } from 'vitest';
import { Selection } from '../../renderer/photos/selection.svelte.ts';

function over(ids: number[]) {
  const order = { ids, indexOf: (id: number | undefined) => (id === undefined ? -1 : order.ids.indexOf(id)) };
  return { order, selection: new Selection(order) };
}

describe('moving', () => {
  test('goes on within the list and stops at its ends', () => {
    const { selection } = over([10, 20, 30]);
    selection.step(1);
    expect(selection.active).toBe(10);
    selection.step(5);
    expect(selection.active).toBe(30);
    selection.moveTo(-4);
    expect(selection.active).toBe(10);
    expect(selection.ids).toEqual([10]);
  });

  test('does nothing in an empty list', () => {
    const { selection } = over([]);
    selection.step(1);
    selection.selectAll();
    expect(selection.active).toBeUndefined();
    expect(selection.ids).toEqual([]);
  });
});

describe('choosing several', () => {
  test('extends from the anchor in both directions', () => {
    const { selection } = over([1, 2, 3, 4, 5]);
    selection.choose(3);
    selection.step(2, 'extend');
    expect(selection.ids).toEqual([3, 4, 5]);
    selection.moveTo(0, 'extend');
    expect(selection.ids).toEqual([1, 2, 3]);
  });

  test('adds and takes away one, and gives them in the order on screen', () => {
    const { selection } = over([1, 2, 3, 4]);
    selection.choose(4);
    selection.choose(2, 'toggle');
    expect(selection.ids).toEqual([2, 4]);
    selection.choose(4, 'toggle');
    expect(selection.ids).toEqual([2]);
  });

  test('moves the focus alone and keeps what is chosen', () => {
    const { selection } = over([1, 2, 3]);
    selection.selectAll();
    selection.moveTo(2, 'keep');
    expect(selection.active).toBe(3);
    expect(selection.ids).toEqual([1, 2, 3]);
    selection.clear();
    expect(selection.ids).toEqual([3]);
  });
});

describe('pictures that go', () => {
  test('hand the focus to their neighbour', () => {
    const { order, selection } = over([1, 2, 3, 4]);
    selection.choose(2);
    order.ids = [1, 3, 4];
    selection.settle();
    expect(selection.active).toBe(3);
    expect(selection.ids).toEqual([3]);
  });

  test('hand it to the last one when they were last', () => {
    const { order, selection } = over([1, 2, 3]);
    selection.choose(3);
    order.ids = [1, 2];
    selection.settle();
    expect(selection.active).toBe(2);
    order.ids = [];
    selection.settle();
    expect(selection.active).toBeUndefined();
    expect(selection.ids).toEqual([]);
  });

  test('leave the rest of the choice as it was', () => {
    const { order, selection } = over([1, 2, 3, 4]);
    selection.choose(1);
    selection.choose(3, 'toggle');
    order.ids = [2, 3, 4];
    selection.settle();
    expect(selection.ids).toEqual([3]);
    expect(selection.active).toBe(3);
  });
});

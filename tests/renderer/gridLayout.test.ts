// Where pictures lie in a long list.
import { expect, test } from 'vitest';
import {
  layOut,
  placeOf,
  scrollTopFor,
  visibleRange,
  type Wishes,
} from '../../renderer/photos/gridLayout.ts';

const wishes: Wishes = {
  gap: 10,
  cellWidth: 100,
  heightOf: (width) => width,
  mostRowHeight: Infinity,
  leastCellWidth: 50,
  leastRowHeight: 20,
};

test('cells share the width, at least as wide as asked', () => {
  const layout = layOut(10, 430, wishes);
  expect(layout).toEqual({ columns: 4, cellWidth: 100, rowHeight: 100, gap: 10, rows: 3, height: 320 });
});

test('a width too small for one still has one column', () => {
  expect(layOut(3, 50, wishes)).toMatchObject({ columns: 1, cellWidth: 50, rows: 3 });
});

test('nothing has no height', () => {
  expect(layOut(0, 400, wishes)).toMatchObject({ rows: 0, height: 0 });
});

test('10,000 pictures: only those near the screen are in the page', () => {
  const layout = layOut(10_000, 430, wishes);
  const range = visibleRange(layout, 10_000, 110_000, 600, 2);
  expect(range.start).toBe((1000 - 2) * 4);
  expect(range.end).toBe((1006 + 2) * 4);
});

test('the range ends with the list', () => {
  const layout = layOut(10, 430, wishes);
  expect(visibleRange(layout, 10, 0, 1000, 2)).toEqual({ start: 0, end: 10 });
  expect(visibleRange(layout, 10, 99_999, 1000, 2).end).toBe(10);
});

test('places follow rows and columns', () => {
  const layout = layOut(10, 430, wishes);
  expect(placeOf(layout, 0)).toEqual({ x: 0, y: 0 });
  expect(placeOf(layout, 6)).toEqual({ x: 220, y: 110 });
});

test('scrolls only as far as it must', () => {
  const layout = layOut(100, 430, wishes);
  expect(scrollTopFor(layout, 0, 500, 300, { top: 5, bottom: 5 })).toBe(0);
  expect(scrollTopFor(layout, 8, 0, 300, { top: 5, bottom: 5 })).toBe(25);
  expect(scrollTopFor(layout, 4, 0, 300, { top: 5, bottom: 5 })).toBe(0);
});

test('a row higher than the screen gives way to more columns, but not without end', () => {
  expect(layOut(10, 430, { ...wishes, cellWidth: 400, mostRowHeight: 220 })).toMatchObject({ columns: 2 });
  expect(layOut(10, 430, { ...wishes, cellWidth: 400, mostRowHeight: 10 })).toMatchObject({
    columns: 7,
    rowHeight: 20,
  });
});

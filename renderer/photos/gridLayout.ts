// Where each picture of a long list lies, and which are on screen: plain arithmetic, so that 10,000 pictures cost
// what twenty do. All lengths in CSS pixels.

export interface GridLayout {
  readonly columns: number;
  readonly cellWidth: number;
  readonly rowHeight: number;
  readonly gap: number;
  readonly rows: number;
  readonly height: number;
}

/** Cells at least `minCellWidth` wide share the `width`; `heightOf` gives a cell's height from its width. */
export function layOut(
  count: number,
  width: number,
  minCellWidth: number,
  gap: number,
  heightOf: (cellWidth: number) => number,
): GridLayout {
  const columns = Math.max(1, Math.floor((width + gap) / (minCellWidth + gap)));
  const cellWidth = Math.max(0, Math.floor((width - gap * (columns - 1)) / columns));
  const rowHeight = heightOf(cellWidth);
  const rows = Math.ceil(count / columns);
  const height = rows === 0 ? 0 : rows * (rowHeight + gap) - gap;
  return { columns, cellWidth, rowHeight, gap, rows, height };
}

export interface Range {
  readonly start: number;
  /** One past the last. */
  readonly end: number;
}

/** The pictures between `top` and `top + viewport`, with `overscan` rows on either side. */
export function visibleRange(
  layout: GridLayout,
  count: number,
  top: number,
  viewport: number,
  overscan: number,
): Range {
  const step = layout.rowHeight + layout.gap;
  const firstRow = Math.max(0, Math.floor(top / step) - overscan);
  const lastRow = Math.min(layout.rows, Math.ceil((top + viewport) / step) + overscan);
  return {
    start: Math.min(count, firstRow * layout.columns),
    end: Math.min(count, Math.max(firstRow, lastRow) * layout.columns),
  };
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

export function placeOf(layout: GridLayout, index: number): Place {
  const row = Math.floor(index / layout.columns);
  const column = index % layout.columns;
  return { x: column * (layout.cellWidth + layout.gap), y: row * (layout.rowHeight + layout.gap) };
}

/** Where to scroll so that the row of `index` is wholly on screen; `top` itself when it is. */
export function scrollTopFor(
  layout: GridLayout,
  index: number,
  top: number,
  viewport: number,
  margin: number,
): number {
  const { y } = placeOf(layout, index);
  if (y - margin < top) return Math.max(0, y - margin);
  const bottom = y + layout.rowHeight + margin;
  return bottom > top + viewport ? bottom - viewport : top;
}

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

export interface Wishes {
  readonly gap: number;
  /** Cells are at least this wide, and share the rest of the width. */
  readonly cellWidth: number;
  /** A cell's height from its width. */
  readonly heightOf: (cellWidth: number) => number;
  /** Rows higher than this are made of narrower cells, down to `leastCellWidth`, and then held to this height, down to
   * `leastRowHeight`: a whole one should fit the screen. */
  readonly mostRowHeight: number;
  readonly leastCellWidth: number;
  readonly leastRowHeight: number;
}

/** Lays `count` pictures out in the `width`. */
export function layOut(count: number, width: number, wishes: Wishes): GridLayout {
  const { gap, heightOf } = wishes;
  const widthOf = (columns: number): number => Math.floor((width - gap * (columns - 1)) / columns);
  let columns = Math.max(1, Math.floor((width + gap) / (wishes.cellWidth + gap)));
  while (heightOf(widthOf(columns)) > wishes.mostRowHeight && widthOf(columns + 1) >= wishes.leastCellWidth)
    columns += 1;
  const cellWidth = Math.max(0, widthOf(columns));
  const most = Math.max(wishes.mostRowHeight, wishes.leastRowHeight);
  const rowHeight = Math.min(heightOf(cellWidth), most);
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
  margin: { readonly top: number; readonly bottom: number },
): number {
  const { y } = placeOf(layout, index);
  if (y - margin.top < top) return Math.max(0, y - margin.top);
  const bottom = y + layout.rowHeight + margin.bottom;
  return bottom > top + viewport ? bottom - viewport : top;
}

// English: the Photos room.
import { count } from './format.ts';
import { files, photos, plural } from './enPlurals.ts';

export const enPhotos = {
  empty: {
    title: 'Drop photos here',
    lead: 'Each gets a caption in a moment. Whole folders work too.',
    formats: 'JPEG, PNG, WebP, AVIF, TIFF, GIF, BMP and SVG',
    openPhotos: 'Open photos',
    openFolder: 'Open folder',
    paste: (keys: string) => `or paste a picture with ${keys}`,
    private: 'Everything happens on this computer. No photo and no caption ever leaves it.',
    drop: 'Drop to add',
    dropHint: 'Photos or whole folders',
    loading: 'Opening your library',
    nothingFound: 'No photo matches.',
    nothingFoundHint: 'Try other words, or show them all.',
    showAll: 'Show all photos',
  },

  marks: {
    waiting: 'Waiting',
    working: 'Looking',
    captioned: 'Captioned',
    hedged: 'Unsure',
    edited: 'Edited',
    failed: 'Failed',
    stopped: 'Stopped',
  },

  photo: {
    caption: (caption: string, hedged: boolean) => (hedged ? `Perhaps: ${caption}` : caption),
    perhaps: 'Perhaps:',
    none: 'No caption yet',
    label: (name: string, caption: string, mark: string) => `${caption.replace(/\.$/, '')}. ${mark}. ${name}`,
    waitingAlt: (name: string) => `${name}, no caption yet`,
  },

  toolbar: {
    label: 'Photo tools',
    search: 'Find in captions',
    clearSearch: 'Clear the search',
    filter: (name: string) => `Show: ${name}`,
    filterHeading: 'Show',
    filters: {
      all: 'All',
      waiting: 'Waiting',
      captioned: 'Captioned',
      hedged: 'Unsure',
      edited: 'Edited',
      failed: 'Failed',
      stopped: 'Stopped',
    },
    sort: (name: string) => `Order: ${name}`,
    sortHeading: 'Order',
    sorts: {
      newest: 'Newest first',
      oldest: 'Oldest first',
      name: 'By name',
      unsure: 'Least sure first',
    },
    view: 'View',
    grid: 'Grid',
    list: 'List',
    size: 'Size of the pictures',
    more: 'View options',
    inspector: 'Inspector',
    showInspector: 'Show the inspector',
    hideInspector: 'Hide the inspector',
    add: 'Add photos',
    openPhotos: 'Open photos…',
    openFolder: 'Open folder…',
    paste: 'Paste a picture',
    exportAll: 'Export…',
    shown: (n: number, of: number) => (n === of ? photos(of) : `${count(n)} of ${photos(of)}`),
  },

  grid: {
    label: 'Photos',
    rowHint: 'Enter opens, Space previews, F2 edits the caption.',
  },

  selection: {
    label: 'Selected photos',
    count: (n: number) => `${count(n)} selected`,
    copy: 'Copy captions',
    redo: 'Redo',
    export: 'Export',
    remove: 'Remove',
    clear: 'Clear the selection',
    open: 'Open',
    preview: 'Preview',
    edit: 'Edit the caption',
    retry: 'Try again',
    stop: 'Take out of the queue',
    showInFolder: 'Show in folder',
    copyOne: 'Copy caption',
  },

  remove: {
    done: (n: number) => `${photos(n)} removed from the window. The files stay where they are.`,
    undo: 'Undo',
  },

  add: {
    adding: 'Adding photos',
    added: (n: number, known: number) => {
      if (known === 0) return `${photos(n)} added.`;
      if (n === 0)
        return plural(known, {
          one: 'That photo is already here.',
          other: `All ${photos(known)} are already here.`,
        });
      return `${photos(n)} added, ${count(known)} already here.`;
    },
    nothing: 'Nothing to add there.',
    failures: (n: number) =>
      plural(n, {
        one: `${count(n)} thing could not be added.`,
        other: `${count(n)} things could not be added.`,
      }),
    showFailures: 'Show',
    failuresHeading: 'What could not be added',
    clipboardEmpty: 'The clipboard holds no picture. Copy one first, then paste.',
  },

  export: {
    heading: 'Export captions',
    scope: 'Which photos',
    selected: (n: number) => `Selected (${count(n)})`,
    shown: (n: number) => `Shown in the window (${count(n)})`,
    all: (n: number) => `All (${count(n)})`,
    format: 'As',
    formats: {
      sidecar: 'Text files',
      csv: 'Table (CSV)',
      json: 'JSON',
    },
    formatHints: {
      sidecar: 'One .txt beside each photo, with the same name',
      csv: 'One file for a spreadsheet',
      json: 'One file with alternatives and tags',
    },
    overwrite: 'Replace files that exist',
    overwriteHint: 'Off: a file with other content is kept and listed.',
    run: 'Export',
    running: 'Exporting',
    suggestedName: 'captions',
    resultHeading: 'Exported',
    written: (n: number) => `${files(n)} written.`,
    writtenNone: 'No file was written.',
    kept: (n: number) => `${files(n)} kept, because they exist with other content:`,
    failed: (n: number) => `${files(n)} could not be written:`,
    show: 'Show in folder',
    again: 'Export again',
    said: (written: number, kept: number, failed: number) =>
      `${files(written)} written${kept > 0 ? `, ${count(kept)} kept` : ''}${failed > 0 ? `, ${count(failed)} failed` : ''}.`,
  },
};

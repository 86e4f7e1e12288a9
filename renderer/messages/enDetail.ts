// English: one picture with its caption, attention, tags and history.
import { count, percent } from './format.ts';
import { captions, photos, plural } from './enPlurals.ts';

export const enDetail = {
  detail: {
    label: 'Photo',
    back: 'Back to all photos',
    previous: 'Previous photo',
    next: 'Next photo',
    position: (at: number, of: number) => `${count(at)} of ${count(of)}`,
    inspector: 'Caption and details',
    chooseOne: 'Choose a photo to see its caption, tags and where the model looked.',
    loading: 'Reading',
    size: (width: number, height: number) => `${String(width)} × ${String(height)} pixels`,
    fullName: 'File name',
  },

  caption: {
    heading: 'Caption',
    field: 'Caption',
    byModel: 'The model’s words',
    byModelUnsure: 'The model is unsure',
    byPerson: 'Your words',
    nobody: 'No caption yet',
    sure: (probability: number) => `${percent(probability)} likely to be right`,
    accept: 'Accept',
    acceptHint: (keys: string) => `Accept the model’s words as yours (${keys})`,
    saving: 'Saving',
    saved: 'Saved',
    unsaved: 'Not saved yet',
    keys: (save: string, accepts: boolean) =>
      `${save} ${accepts ? 'accepts' : 'saves'}, Escape ${accepts ? 'leaves' : 'restores'}`,
    hint: 'Saved as you type.',
    emptied:
      'A caption cannot be empty, so the last one is back. Remove the photo instead to be rid of both.',
    late: 'The model now says',
    useLate: 'Use it',
    notSaved: 'Your text is still here but not saved:',
    placeholderWaiting: 'The caption comes soon. You can also write your own.',
    placeholder: 'Write a caption',
    restoredSaid: 'Caption restored.',
    acceptedSaid: 'Caption accepted.',
    copy: 'Copy',
    copied: 'Caption copied.',
    copiedMany: (n: number) => `${captions(n)} copied.`,
    nothingToCopy: 'There is no caption to copy yet.',
    redo: 'Redo…',
    revert: 'Back to the model’s',
    reverted: 'The model’s caption is back.',
  },

  redo: {
    heading: 'Ask the model again',
    beam: 'Beam width',
    beamHint: 'How many sentences it keeps in mind. Wider is slower and often better.',
    nBest: 'Alternatives',
    nBestHint: 'How many sentences it offers.',
    run: 'Redo the caption',
    runMany: (n: number) => `Redo ${captions(n)}`,
    keeps: 'A caption that you wrote stays.',
    started: (n: number) =>
      plural(n, { one: 'Asking the model again.', other: `Asking the model again for ${photos(n)}.` }),
  },

  alternatives: {
    heading: 'Alternatives',
    use: 'Use:',
    inUse: 'In use',
    none: 'None yet.',
    picked: 'Alternative taken.',
  },

  attention: {
    heading: 'Where the model looked',
    hint: 'Point at a word, or use the arrow keys.',
    words: 'Words of the model’s caption',
    style: 'Show as',
    styles: { light: 'Light', outline: 'Outline', numbers: 'Numbers' },
    /** Spoken after the word. */
    word: (probability: number, where: string) => `${percent(probability)} sure, ${where}`,
    readout: (probability: number) => `${percent(probability)} sure`,
    looked: {
      topLeft: 'looked at the upper left',
      top: 'looked at the top',
      topRight: 'looked at the upper right',
      left: 'looked at the left',
      centre: 'looked at the centre',
      right: 'looked at the right',
      bottomLeft: 'looked at the lower left',
      bottom: 'looked at the bottom',
      bottomRight: 'looked at the lower right',
      everywhere: 'looked at the whole picture',
    },
    none: 'Shown once the model has captioned the photo.',
    share: (value: number) => percent(value),
  },

  tags: {
    heading: 'Tags',
    none: 'None yet.',
    all: (n: number) => `Show all ${count(n)}`,
    fewer: 'Show fewer',
  },

  history: {
    heading: (n: number) => `History (${count(n)})`,
    byModel: 'Model',
    byPerson: 'You',
    use: 'Use',
    /** Spoken between the name of the button and the caption. */
    again: 'again:',
    model: 'Model',
  },

  failed: {
    heading: 'No caption',
    stopped: 'Taken out of the queue before it had a caption.',
    retry: 'Try again',
    remove: 'Remove',
    code: (code: string) => `Code: ${code}`,
  },
};

// The catalogues side by side: the same places for the same things, right forms, and nothing left in English.
import { afterEach, describe, expect, test } from 'vitest';
import { dateTime, percent, count, decimal } from '../../renderer/messages/format.ts';
import { inWords } from '../../renderer/messages/history.ts';
import { localeOf, speak } from '../../renderer/messages/language.svelte.ts';
import { pluralsOf } from '../../renderer/messages/plurals.ts';
import { catalogues, text } from '../../renderer/messages/text.ts';
import { aloud, langOf, writingOf } from '../../renderer/messages/writing.ts';
import { languageOf, languages } from '../../src/ipc.ts';
import { captioned, photo } from './fakes.ts';

afterEach(() => speak('en'));

type Message = string | ((...values: string[]) => string);

/** Every message by its path. */
function messagesOf(node: object, path = ''): [path: string, message: Message][] {
  return Object.entries(node).flatMap(([key, value]: [string, object | Message]) =>
    typeof value === 'object' ? messagesOf(value, `${path}${key}.`) : [[`${path}${key}`, value]],
  );
}

/** A message with numbers put in, which serve as words as well. */
const filled = (message: Message, ...values: string[]): string =>
  typeof message === 'string' ? message : message(...values);
const samples = [
  ['7', '13', '5'],
  ['1', '13', '1'],
  ['1', '1', '13'],
  ['600', '13', '5'],
] as const;
const numbersIn = (words: string): string[] => [...words.matchAll(/\d+/g)].map(([digits]) => digits).sort();

const english = new Map(messagesOf(catalogues.en));
const others = languages.filter((language) => language !== 'en');

/** The same in any language: names, file formats, signs. */
const untranslated = [
  'app.name',
  'export.formats.json',
  'attention.share',
  'settings.textSizeValue',
  'viewer.ratio',
  ...['markdown', 'pdf', 'fhir', 'dicom-sr'].map((format) => `exporting.formats.${format}`),
];

describe.each(others)('the catalogue of %s', (language) => {
  const messages = messagesOf(catalogues[language]);

  test('has the keys of the English one', () => {
    expect(messages.map(([path]) => path)).toEqual([...english.keys()]);
  });

  test.each(messages)('%s says what is put in', (path, message) => {
    for (const values of samples) {
      speak('en');
      const expected = numbersIn(filled(english.get(path) ?? '', ...values));
      speak(language);
      const words = filled(message, ...values);
      // "one photo" needs no figure where a language has a word for it: but no other may appear.
      if (values[0] === '7') expect(numbersIn(words), words).toEqual(expected);
      else expect([...expected, '1', '13'], words).toEqual(expect.arrayContaining(numbersIn(words)));
    }
  });

  test.each(messages)('%s is translated, plain and well spelt', (path, message) => {
    speak(language);
    const words = filled(message, '7', '13', '5');
    expect(words).not.toMatch(/[!]|\.\.\.|'| {2}|^ | $/);
    const pure = /^[^\p{L}]*$/u.test(words);
    if (untranslated.includes(path) || pure) return;
    expect(words).not.toBe(filled(english.get(path) ?? '', '7', '13', '5'));
  });
});

describe('Greek', () => {
  test.each(messagesOf(catalogues.el))(
    '%s is in Greek letters, none of them a Latin twin',
    (path, message) => {
      const words = filled(message, '7', '13', '5');
      expect(words).not.toMatch(/\p{Script=Greek}\p{Script=Latin}|\p{Script=Latin}\p{Script=Greek}/u);
      if (/\p{L}/u.test(words) && !untranslated.includes(path)) expect(words).toMatch(/\p{Script=Greek}/u);
      // Each word of more than one syllable has its accent; names of keys and formats are Latin.
      for (const word of words.match(/\p{Script=Greek}+/gu) ?? [])
        if ((word.match(/[αειουηω]+/giu) ?? []).length > 1)
          expect(word, words).toMatch(/[άέήίόύώΐΰΆΈΉΊΌΎΏ]/u);
    },
  );

  test('counts by its own forms', () => {
    speak('el');
    expect([0, 1, 2, 21].map((n) => text.toolbar.shown(n, n))).toEqual([
      '0 φωτογραφίες',
      '1 φωτογραφία',
      '2 φωτογραφίες',
      '21 φωτογραφίες',
    ]);
    expect(text.add.added(1, 0)).toBe('Προστέθηκε 1 φωτογραφία.');
    expect(text.add.added(3, 1)).toBe('Προστέθηκαν 3 φωτογραφίες, 1 υπάρχει ήδη εδώ.');
    expect(text.add.added(0, 1)).toBe('Αυτή η φωτογραφία υπάρχει ήδη εδώ.');
    expect(text.status.timeLeft(60)).toBe('περίπου 1 λεπτό');
    expect(text.export.said(1, 2, 1)).toBe('Γράφτηκε 1 αρχείο, 2 έμειναν όπως ήταν, 1 απέτυχε.');
  });

  test('says what was undone, with the picture’s name or how many there were', () => {
    speak('el');
    const name = 'beach.jpg';
    expect(text.undo.undone(inWords({ kind: 'edit', name, count: 1 }))).toBe(
      'Αναιρέθηκε: επεξεργασία του beach.jpg',
    );
    expect(inWords({ kind: 'revert', name, count: 1 })).toBe(
      'επιστροφή του beach.jpg στη λεζάντα του μοντέλου',
    );
    expect(inWords({ kind: 'remove', name, count: 1 })).toBe('αφαίρεση του beach.jpg');
    expect(text.undo.redone(inWords({ kind: 'remove', name, count: 1200 }))).toBe(
      'Έγινε πάλι: αφαίρεση 1.200 φωτογραφιών',
    );
    speak('en');
    expect(inWords({ kind: 'remove', name, count: 2 })).toBe('Removal of 2 photos');
  });

  test('writes numbers, shares and dates as Greek does', () => {
    speak('el');
    expect([count(1234), decimal(12.4), percent(0.005), percent(0.999)]).toEqual([
      '1.234',
      '12,4',
      '<1%',
      '>99%',
    ]);
    expect(dateTime(Date.UTC(2024, 5, 2, 12))).toMatch(/Ιουν.*2024/);
  });
});

test('forms follow the rules of the language; what a language lacks is the usual form', () => {
  const polish = pluralsOf('pl');
  const forms = { one: 'plik', few: 'pliki', other: 'plików' };
  expect([1, 3, 5].map((n) => polish(n, forms))).toEqual(['plik', 'pliki', 'plików']);
  expect(polish(3, { other: 'plików' })).toBe('plików');
});

describe('the language spoken', () => {
  test('is the chosen one, else the first of the system that there is, else English', () => {
    expect(languageOf('el', ['en-US'])).toBe('el');
    expect(languageOf('en', ['el'])).toBe('en');
    expect(languageOf('system', ['fr-FR', 'el-GR', 'en'])).toBe('el');
    expect(languageOf('system', ['fr', 'de'])).toBe('en');
    expect(languageOf('system', [])).toBe('en');
  });

  test('keeps the person’s way to write numbers and dates', () => {
    expect(localeOf('system', ['el-CY', 'en-GB'])).toBe('el-CY');
    expect(localeOf('en', ['el-CY', 'en-GB'])).toBe('en-GB');
    expect(localeOf('el', ['en-GB'])).toBe('el');
    expect(localeOf('system', ['de-AT'])).toBe('de-AT');
    expect(localeOf('system', [])).toBe('en');
  });

  test('changes the words at the next reading', () => {
    expect(text.app.settings).toBe('Settings');
    expect(speak('el')).toBe('el');
    expect(text.app.settings).toBe('Ρυθμίσεις');
  });
});

describe('what the window did not write itself', () => {
  const failure = { code: 'image/damaged', message: 'x.jpg is cut off.' } as const;

  test('says its language: the model’s is English, a person’s is unknown', () => {
    expect([langOf('model'), langOf('person'), langOf(undefined)]).toEqual(['en', '', undefined]);
    speak('el');
    expect(writingOf(captioned(1, 'a dog'))).toEqual({ words: 'a dog', lang: 'en' });
    expect(writingOf(photo(1, { state: 'failed', failure }))).toEqual({ words: failure.message, lang: 'en' });
    expect(writingOf(photo(1))).toEqual({ words: 'Χωρίς λεζάντα ακόμη', lang: undefined });
  });

  test('is read aloud in one language, its doubt too', () => {
    speak('el');
    expect(aloud(captioned(1, 'a dog', { hedged: true }), '1.jpg')).toEqual({
      words: 'Perhaps: a dog. 1.jpg',
      lang: 'en',
    });
    const mine = captioned(1, 'ένας σκύλος', { state: 'edited', author: 'person', hedged: true });
    expect(aloud(mine)).toEqual({ words: 'ένας σκύλος', lang: '' });
  });
});

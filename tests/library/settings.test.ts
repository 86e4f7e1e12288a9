// The person's choices: kept as chosen, also by an app that knows of more of them than the one before.
import { expect, test } from 'vitest';
import { defaultSettings, readSettings, writeSettings } from '../../src/library/settings.ts';
import { openTemporary } from './openTemporary.ts';

test('come back as they were chosen', async () => {
  await using library = await openTemporary();
  expect(readSettings(library.db)).toEqual(defaultSettings);
  const chosen = { ...defaultSettings, theme: 'dark', language: 'el' } as const;
  writeSettings(library.db, chosen);
  expect(readSettings(await library.reopen())).toEqual(chosen);
});

test('from before there was a language keep all else', async () => {
  await using library = await openTemporary();
  const { language, ...before } = { ...defaultSettings, theme: 'dark' as const, textScalePercent: 150 };
  library.db.run("INSERT INTO settings (key, value) VALUES ('settings', ?)", JSON.stringify(before));
  expect(language).toBe('system');
  expect(readSettings(library.db)).toEqual({ ...before, language: 'system' });
});

test('that make no sense are as at the start', async () => {
  await using library = await openTemporary();
  const value = JSON.stringify({ ...defaultSettings, language: 'klingon' });
  library.db.run("INSERT INTO settings (key, value) VALUES ('settings', ?)", value);
  expect(readSettings(library.db)).toEqual(defaultSettings);
});

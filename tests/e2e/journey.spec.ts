// What a person does with the app, with the real engine and the real model: drop, read, edit, come back, undo, export;
// and what happens when a file is wrong or the engine dies.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { activePhoto, captionField, live, photos } from '../renderer/page.ts';
import { expect, type RunningApp, test } from './launch.ts';
import {
  brokenPicture,
  drop,
  manyPhotos,
  needModel,
  oddlyNamedPhoto,
  photo,
  textAsPicture,
} from './pictures.ts';
import { engineOf } from './processes.ts';

/** Waits for so many captions: words that end the sentence, before the mark and the name. */
async function expectCaptions(window: RunningApp['window'], count: number): Promise<void> {
  await expect(window.getByRole('option', { name: /(Captioned|Unsure)\. / })).toHaveCount(count, {
    timeout: 30_000,
  });
}

async function chooseInDialogs(app: RunningApp, open: readonly string[], save: string): Promise<void> {
  await app.electron.evaluate(
    ({ dialog }, [filePaths, filePath]) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...filePaths] });
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    },
    [open, save] as const,
  );
}

test.beforeEach(() => needModel());

test('drop photos, read a caption, edit it, quit, come back: the edit is there', async ({ launch }) => {
  const first = await launch();
  await expect(first.window.getByRole('heading', { name: 'Drop photos here' })).toBeVisible();
  await drop(first.window, [photo('astronaut'), photo('chelsea'), photo('coffee')]);
  await expectCaptions(first.window, 3);
  const thumbs = first.window.getByRole('option').getByRole('img');
  await expect
    .poll(() =>
      thumbs.evaluateAll((images) => images.every((image) => (image as HTMLImageElement).naturalWidth > 0)),
    )
    .toBe(true);

  await first.window.getByRole('option', { name: /chelsea\.jpg/ }).dblclick();
  await expect(first.window.getByRole('heading', { level: 1 })).toHaveText('chelsea.jpg');
  await expect(captionField(first.window)).not.toHaveValue('');
  await expect(first.window.getByRole('button', { name: /^Use: / }).first()).toBeVisible();
  await expect(
    first.window.getByRole('toolbar', { name: /Words/ }).getByRole('button').first(),
  ).toBeVisible();
  await captionField(first.window).fill('Chelsea, a cat, looks up.');
  await first.window.keyboard.press('Control+Enter');
  await expect(first.window.getByText('Your words')).toBeVisible();
  expect(first.complaints).toEqual([]);
  await first.quit();

  const second = await launch();
  const edited = second.window.getByRole('option', { name: /Chelsea, a cat, looks up\.+ Edited/ });
  await expect(edited).toBeVisible();
  await expectCaptions(second.window, 2);
  await edited.dblclick();
  await expect(captionField(second.window)).toHaveValue('Chelsea, a cat, looks up.');
  expect(second.complaints).toEqual([]);
});

test('what is typed is kept even when the window is closed at once', async ({ launch }) => {
  const first = await launch({ args: [photo('coffee')] });
  await expectCaptions(first.window, 1);
  await photos(first.window).first().dblclick();
  await captionField(first.window).fill('A cup of coffee, half typ');
  await first.quit();
  const second = await launch();
  await expect(second.window.getByRole('option', { name: /A cup of coffee, half typ/ })).toBeVisible();
});

test('a wrong file says what is wrong with it; the others go on', async ({ launch, dataFolder }) => {
  const app = await launch();
  const odd = await oddlyNamedPhoto(join(dataFolder, 'pictures'));
  await drop(app.window, [textAsPicture, brokenPicture, photo('coffee'), odd]);
  await expectCaptions(app.window, 2);
  await expect(app.window.getByRole('option', { name: /Ελλάδα/ })).toBeVisible();
  await expect(
    app.window
      .getByRole('option', { name: /Failed/ })
      .or(app.window.getByText(/text\.jpg/))
      .first(),
  ).toBeVisible();
  expect(await app.window.evaluate(() => document.body.innerText)).not.toMatch(/undefined|\[object|Bug:/);
});

test('the engine is killed in the middle of its work: it comes back and finishes', async ({
  launch,
  dataFolder,
}) => {
  test.skip(process.platform !== 'linux', 'The engine is found through /proc, which only Linux has.');
  const app = await launch();
  const root = app.electron.process().pid ?? 0;
  await drop(app.window, await manyPhotos(join(dataFolder, 'pictures'), 12));
  const captioned = app.window.getByRole('option', { name: /(Captioned|Unsure)\. / });
  await expect.poll(() => captioned.count(), { intervals: [20] }).toBeGreaterThan(0);
  expect(await captioned.count()).toBeLessThan(12);
  const engine = engineOf(root);
  if (engine === undefined) throw new Error('there is no engine');
  process.kill(engine, 'SIGKILL');
  await expectCaptions(app.window, 12);
  expect(engineOf(root)).not.toBe(engine);
  expect(await app.log()).toContain('engine: ended with');
});

test('by the keyboard alone: open, read, edit, undo, redo, export', async ({ launch, dataFolder }) => {
  const app = await launch();
  const table = join(dataFolder, 'captions.csv');
  await chooseInDialogs(app, [photo('astronaut'), photo('coffee')], table);
  const { keyboard } = app.window;
  await keyboard.press('Control+o');
  await expectCaptions(app.window, 2);
  await expect(activePhoto(app.window)).toBeVisible();
  await keyboard.press('Home');
  await keyboard.press('Enter');
  await expect(app.window.getByRole('heading', { level: 1 })).toHaveText(/\.jpg$/);
  await keyboard.press('F2');
  await expect(captionField(app.window)).toBeFocused();
  await keyboard.press('Control+a');
  await keyboard.type('Words of a person, "quoted"');
  await keyboard.press('Control+Enter');
  await expect(live(app.window)).toHaveText('Saved');
  await keyboard.press('Escape');
  await expect(captionField(app.window)).not.toBeFocused();
  await keyboard.press('Escape');
  await expect(activePhoto(app.window)).toHaveAccessibleName(/Words of a person.*Edited/);
  await keyboard.press('Control+z');
  await expect(activePhoto(app.window)).toHaveAccessibleName(/(Captioned|Unsure)\./);
  await keyboard.press('Control+Shift+z');
  await expect(activePhoto(app.window)).toHaveAccessibleName(/Words of a person.*Edited/);

  await keyboard.press('Control+e');
  const dialog = app.window.getByRole('dialog', { name: 'Export captions' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('radio', { name: /CSV/ }).focus();
  await keyboard.press('Space');
  await dialog.getByRole('button', { name: /Export/ }).focus();
  await keyboard.press('Enter');
  await expect(dialog.getByText('1 file written.')).toBeVisible();
  expect(await readFile(table, 'utf8')).toContain('"Words of a person, ""quoted"""');
});

test('a picture from the clipboard gets its caption', async ({ launch }) => {
  const app = await launch();
  await app.electron.evaluate(({ clipboard, nativeImage }, path) => {
    const image = nativeImage.createFromPath(path);
    (clipboard as unknown as { writeImage: (image: unknown) => void }).writeImage(image);
  }, photo('chelsea'));
  await app.window.keyboard.press('Control+v');
  await expectCaptions(app.window, 1);
});

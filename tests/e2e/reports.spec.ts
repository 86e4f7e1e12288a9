// A chest X-ray from drop to signed export, with the real engine and a small reporter of random weights: what it says
// means nothing, how it is drafted, questioned, corrected and signed is the app's. The engine is killed in between.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { randomReporter } from '../model/randomReporter.ts';
import { expect, type RunningApp, test } from './launch.ts';
import { drop } from './pictures.ts';
import { engineOf } from './processes.ts';

const side = 1400;

/** A film of 16 bits, different for each level. */
async function film(folder: string, name: string, level: number): Promise<string> {
  const path = join(folder, name);
  const values = Uint16Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [(i % side) / side - 0.5, Math.floor(i / side) / side - 0.5];
    return Math.round(Math.max(0, 40_000 - 60_000 * (x * x + y * y)) + level);
  });
  await sharp(values, { raw: { width: side, height: side, channels: 1 } })
    .toColourspace('grey16')
    .png({ compressionLevel: 1 })
    .toFile(path);
  return path;
}

async function startReports(
  launch: (options: object) => Promise<RunningApp>,
  folder: string,
): Promise<RunningApp> {
  const reporter = join(folder, 'reporter');
  await writeReporterFolder(reporter, randomReporter());
  const app = await launch({ env: { EKPHRASIS_REPORTER: reporter } });
  await app.window.getByRole('button', { name: 'Reports' }).click();
  return app;
}

const sentences = (window: RunningApp['window']) => window.locator('[data-sentence]');
const words = (window: RunningApp['window'], at: number) => sentences(window).nth(at).getByRole('textbox');

test('drop, draft, edit, kill, accept, sign, export, come back', async ({ launch, dataFolder }) => {
  test.skip(process.platform !== 'linux', 'The engine is found through /proc, which only Linux has.');
  const app = await startReports(launch, dataFolder);
  const { window } = app;
  await expect(window.getByRole('heading', { name: 'Drop a chest X-ray here' })).toBeVisible();
  await drop(window, [await film(dataFolder, 'one.png', 0), await film(dataFolder, 'two.png', 500)]);
  await expect(sentences(window).first()).toBeVisible({ timeout: 30_000 });
  await expect(window.getByRole('option', { name: /one\.png.*2 films/ })).toBeVisible();
  const panes = window.locator('[data-film]');
  await expect(panes).toHaveCount(2);
  // Grey levels have arrived and are drawn.
  await expect
    .poll(() =>
      panes
        .first()
        .locator('canvas')
        .first()
        .evaluate((canvas: HTMLCanvasElement) => {
          const pen = canvas.getContext('2d');
          return pen?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0] ?? 0;
        }),
    )
    .toBeGreaterThan(100);
  await expect(sentences(window).first()).toContainText('Drafted');

  await words(window, 0).fill('The heart is of normal size.');
  const root = app.electron.process().pid ?? 0;
  const engine = engineOf(root);
  if (engine === undefined) throw new Error('there is no engine');
  process.kill(engine, 'SIGKILL');
  // What is typed while nobody answers is not lost.
  await words(window, 0).press('End');
  await words(window, 0).pressSequentially(' No change.');
  await expect.poll(() => engineOf(root), { timeout: 30_000 }).not.toBe(engine);
  await expect(words(window, 0)).toHaveValue('The heart is of normal size. No change.');
  await expect(sentences(window).first()).toContainText('Edited');

  await window.getByRole('button', { name: /^Accept all/ }).click();
  await expect(sentences(window).first()).toContainText('Accepted');
  await window.getByRole('button', { name: 'Sign…' }).click();
  await window.getByRole('textbox', { name: 'Your name' }).fill('Dr. A');
  await window.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(window.getByText('The content is as it was signed.')).toBeVisible();

  const file = join(dataFolder, 'report.txt');
  await app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, file);
  await window.getByRole('button', { name: 'Export…' }).click();
  await window.getByRole('radio', { name: 'Plain text' }).click();
  await window.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(window.getByRole('dialog').getByText(`Written: ${file}`)).toBeVisible();
  const plain = await readFile(file, 'utf8');
  expect(plain).toContain('The heart is of normal size. No change.');
  expect(plain).toContain('Signed by Dr. A');
  expect(await app.log()).not.toMatch(/one\.png|heart/);
  await app.quit();

  const again = await startReports(launch, dataFolder);
  const report = again.window.getByRole('region', { name: 'Report' });
  await expect(report.getByText('The heart is of normal size. No change.')).toBeVisible();
  await expect(report.getByText(/Signed by Dr\. A/)).toBeVisible();
  expect(again.complaints).toEqual([]);
});

test('without a reporter the app says so, and a report can be written by hand', async ({
  launch,
  dataFolder,
}) => {
  const { window } = await launch({ env: { EKPHRASIS_REPORTER: join(dataFolder, 'nowhere') } });
  await window.getByRole('button', { name: 'Reports' }).click();
  await drop(window, [await film(dataFolder, 'one.png', 0)]);
  await expect(window.getByText(/no model for X-rays/)).toBeVisible();
  await window.getByRole('button', { name: 'Insert a sentence into Impression' }).click();
  // Until the new sentence has the focus the button has it, which a space would press again.
  await expect(sentences(window).getByRole('textbox')).toBeFocused();
  await window.keyboard.type('No acute disease.');
  await expect(sentences(window)).toContainText('Written');
});

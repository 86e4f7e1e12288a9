// Every screen, light and dark, large and small, zoomed: axe finds nothing serious in it, and a picture of it is kept
// in test-results/screens for people to look at.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { projectRoot } from '../../build/projectRoot.ts';
import { photos } from '../renderer/page.ts';
import { expect, type RunningApp, test } from './launch.ts';
import { brokenPicture, manyPhotos, needModel, photo, textAsPicture } from './pictures.ts';

const themes = ['light', 'dark'] as const;
const screens = join(projectRoot, 'test-results', 'screens');

test.beforeEach(() => needModel());

async function setSize({ electron, window }: RunningApp, width: number, height: number): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size),
    [width, height] as [number, number],
  );
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width);
}

/** Taken by Electron: the test runner's own pictures go wrong in a zoomed window. */
async function keepPicture({ electron, window }: RunningApp, name: string): Promise<void> {
  // Two frames: what was asked for is drawn in the first and shown in the second.
  await window.evaluate(
    () => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))),
  );
  const png = await electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    // The first may still be the frame before.
    await contents?.capturePage();
    const picture = await contents?.capturePage();
    return picture?.toPNG().toString('base64') ?? '';
  });
  await mkdir(screens, { recursive: true });
  await writeFile(join(screens, `${name}.png`), Buffer.from(png, 'base64'));
}

async function look(app: RunningApp, build: string, name: string): Promise<void> {
  for (const theme of themes) {
    await app.electron.evaluate(({ nativeTheme }, source) => (nativeTheme.themeSource = source), theme);
    await expect
      .poll(() => app.window.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches))
      .toBe(theme === 'dark');
    // What moves has come to rest.
    await app.window.evaluate(async () =>
      Promise.allSettled(document.getAnimations().map((one) => one.finished)),
    );
    await keepPicture(app, `${build}-${name}-${theme}`);
    // Legacy: Electron has no second page for axe to work in.
    const { violations } = await new AxeBuilder({ page: app.window }).setLegacyMode(true).analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => ({
        id,
        where: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
      }));
    expect(serious, `${name}, ${theme}`).toEqual([]);
  }
}

test('the empty window', async ({ launch, build }) => {
  const app = await launch();
  await setSize(app, 1280, 800);
  await expect(app.window.getByRole('heading', { name: 'Drop photos here' })).toBeVisible();
  await look(app, build, 'empty');
});

test('a full window: grid, detail, settings, dialogs, small and zoomed', async ({
  launch,
  build,
  dataFolder,
}) => {
  test.setTimeout(180_000);
  const pictures = await manyPhotos(join(dataFolder, 'pictures'), 9);
  const golden = [photo('astronaut'), photo('chelsea'), photo('coffee')];
  const app = await launch({ args: [...pictures, ...golden, textAsPicture, brokenPicture] });
  const { window } = app;
  await setSize(app, 1280, 800);
  await expect(window.getByRole('option', { name: /(Captioned|Unsure|Failed)\. / })).toHaveCount(14);
  // Notes of what was added go by themselves; a screen is looked at without them.
  await expect(window.getByText(/photos added\./).first()).toBeHidden({ timeout: 30_000 });
  await look(app, build, 'grid');
  await setSize(app, 800, 600);
  await look(app, build, 'grid-small');
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(2),
  );
  await look(app, build, 'grid-small-zoomed');
  await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(1),
  );
  await setSize(app, 1280, 800);

  await photos(window).filter({ hasText: 'chelsea.jpg' }).dblclick();
  await expect(window.getByRole('heading', { level: 1 })).toHaveText('chelsea.jpg');
  const words = window.getByRole('toolbar', { name: /Words/ });
  await words.getByRole('button').nth(1).focus();
  await expect(window.getByTestId('attention')).toBeVisible();
  await look(app, build, 'detail');
  await setSize(app, 800, 600);
  await look(app, build, 'detail-small');
  await setSize(app, 1280, 800);

  for (const command of ['settings', 'shortcuts', 'about', 'export'] as const) {
    await app.electron.evaluate(
      ({ BrowserWindow }, name) => BrowserWindow.getAllWindows()[0]?.webContents.send('menu:command', name),
      command,
    );
    await expect(
      command === 'settings' ? window.getByRole('heading', { name: 'Settings' }) : window.getByRole('dialog'),
    ).toBeVisible();
    await look(app, build, command);
    if (command !== 'settings') await window.keyboard.press('Escape');
  }
});

// The Photos room: adding, the queue, thousands of pictures, failures, settings.
import { expect, test } from '@playwright/test';
import { activePhoto, live, openWindow, photos } from './page.ts';

test('10,000 pictures: the page holds only what is on screen, and scrolling keeps up', async ({ page }) => {
  await openWindow(page, 'photos=10000&waiting=10000');
  await expect(photos(page).first()).toBeVisible();
  await expect(photos(page).first()).toHaveAttribute('aria-setsize', '10000');
  const scroller = page.locator('.scroller');
  const nodes: number[] = [];
  for (const part of [0, 0.2, 0.5, 0.9, 1]) {
    await scroller.evaluate((element, at) => {
      element.scrollTop = at * element.scrollHeight;
    }, part);
    await expect
      .poll(async () =>
        scroller.evaluate((element) => {
          const box = element.getBoundingClientRect();
          const middle = document.elementFromPoint(box.left + 150, box.top + box.height / 2);
          return middle?.closest('[role="option"]') !== null;
        }),
      )
      .toBe(true);
    nodes.push(await page.locator('*').count());
  }
  expect(Math.max(...nodes)).toBeLessThan(900);
  await expect(photos(page).last()).toHaveAttribute('aria-posinset', '10000');
  // What is looked at is asked for first: the last ones, now.
  await expect
    .poll(async () =>
      page.evaluate(() => {
        const last = window.engine.asked.filter(({ name }) => name === 'photos:prioritise').at(-1);
        return (last?.args[0] as number[] | undefined)?.includes(1);
      }),
    )
    .toBe(true);
});

test('10,000 pictures: the window answers while results pour in, and draws them together', async ({
  page,
}) => {
  await openWindow(page, 'photos=10000&waiting=10000');
  await photos(page).first().focus();
  // One result a message, as the engine sends them, each with news of the first picture: every redraw shows there.
  const stream = await page.evaluateHandle(async () => {
    const all = await window.engine.request('photos:list');
    const newest = all.ok ? all.value.slice(-1000) : [];
    const words = document.querySelector('[role="option"] .words');
    const [first] = newest.slice(-1);
    if (words === null || first === undefined) throw new Error('there are no pictures');
    const counts = { results: 0, draws: 0 };
    const startedMs = performance.now();
    const done = (photo: typeof first) =>
      ({ ...photo, state: 'captioned', caption: `dog ${String(counts.results)}`, author: 'model' }) as const;
    const observer = new MutationObserver(() => (counts.draws += 1));
    observer.observe(words, { subtree: true, childList: true, characterData: true });
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const photo = newest[counts.results % newest.length] ?? first;
      counts.results += 1;
      window.engine.emit('photos:changed', [done(photo), done(first)]);
      port2.postMessage('next');
    };
    port2.postMessage('next');
    const stop = () => {
      port1.close();
      observer.disconnect();
      return { ...counts, ms: performance.now() - startedMs };
    };
    return { counts, stop };
  });
  await page.keyboard.press('ArrowRight');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('ArrowDown');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '5');
  await page.keyboard.press('Home');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '1');
  const poured = () => stream.evaluate(({ counts: { results, draws } }) => results >= 1000 && draws > 0);
  await expect.poll(poured, { timeout: 20_000 }).toBe(true);
  const { draws, ms } = await stream.evaluate(({ stop }) => stop());
  // Ten draws a second, however fast the machine: the first and the last may fall just outside.
  expect(draws).toBeLessThanOrEqual(ms / 100 + 2);
});

test('files can be dropped anywhere; while they hang over the window, it says so', async ({ page }) => {
  await openWindow(page, '');
  await expect(page.getByRole('heading', { name: 'Drop photos here' })).toBeVisible();
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'beach.jpg', { type: 'image/jpeg' }));
    data.items.add(new File(['x'], 'notes.txt', { type: 'text/plain' }));
    return data;
  });
  await page.dispatchEvent('body', 'dragenter', { dataTransfer: transfer });
  await expect(page.getByText('Drop to add')).toBeVisible();
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await expect(page.getByText('Drop to add')).toBeHidden();
  await expect(photos(page)).toHaveCount(1);
  await expect(
    page.getByText('notes.txt is text, not a picture. Choose a photo instead.').first(),
  ).toBeVisible();
  await expect(page.getByText('1 photo added.').first()).toBeVisible();
});

test('paste, and the menu', async ({ page }) => {
  await openWindow(page, '');
  await page.keyboard.press('Control+v');
  await expect(photos(page)).toHaveCount(1);
  await page.evaluate(() => window.engine.emit('menu:command', 'open-folder'));
  await expect(photos(page)).toHaveCount(4);
  await page.evaluate(() => window.engine.emit('menu:command', 'select-all'));
  await expect(page.getByText('4 selected')).toBeVisible();
  await page.evaluate(() => window.engine.emit('menu:command', 'about'));
  await expect(page.getByRole('dialog', { name: 'About Ekphrasis' })).toContainText(
    'photo-captioner@1f3a9c2b',
  );
  await page.keyboard.press('Escape');
  await page.evaluate(() => window.engine.emit('menu:command', 'settings'));
  await expect(page.getByRole('heading', { name: 'Settings' })).toBeVisible();
  await page.evaluate(() => window.engine.emit('menu:command', 'find'));
  await expect(page.getByRole('textbox', { name: 'Find in captions' })).toBeFocused();
});

test('the queue can be paused, resumed and cancelled', async ({ page }) => {
  await openWindow(page, 'photos=40&waiting=40');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(page.getByText('Paused, 40 to go')).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expect(page.getByText(/^40 to go/)).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('40 photos taken out of the queue.').first()).toBeVisible();
  await expect(photos(page).first()).toHaveAccessibleName(/Stopped/);
});

test('a failed picture says what happened, and can be tried again or removed', async ({ page }) => {
  await openWindow(page, 'photos=30&failing=3');
  await page.getByRole('button', { name: /Show the .* that failed/ }).click();
  await photos(page).first().click();
  const inspector = page.getByRole('complementary', { name: 'Caption and details' });
  await expect(inspector.getByText(/is no longer there|ends in the middle|is text, not/)).toBeVisible();
  const before = await page.evaluate(async () => {
    const all = await window.engine.request('photos:list');
    return all.ok ? all.value.filter(({ state }) => state === 'failed').length : 0;
  });
  await expect(photos(page)).toHaveCount(before);
  await inspector.getByRole('button', { name: 'Remove' }).click();
  await expect(photos(page)).toHaveCount(before - 1);
  await inspector.getByRole('button', { name: 'Try again' }).click();
  await expect(photos(page)).toHaveCount(before - 2);
  await page.getByRole('button', { name: 'Show: Failed' }).click();
  await page.getByRole('menuitemradio', { name: /^Waiting/ }).click();
  await expect(photos(page)).toHaveCount(1);
});

test('an engine that does not run is named, with what to do', async ({ page }) => {
  await openWindow(page, 'engine=failed&photos=3');
  const banner = page.getByRole('region', { name: 'The engine does not run.' });
  await expect(banner).toContainText('Install the app again to bring it back.');
  await banner.getByRole('button', { name: 'Start again' }).click();
  await expect(banner).toBeHidden();
});

test('redo asks with the settings of the popover', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  await page.getByRole('button', { name: 'Redo…' }).click();
  await page.getByRole('slider', { name: 'Beam width' }).focus();
  await page.keyboard.press('End');
  await page.getByRole('slider', { name: 'Alternatives' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.getByRole('button', { name: 'Redo the caption' }).click();
  await expect(live(page)).toHaveText('Asking the model again.');
  expect(
    await page.evaluate(() => window.engine.asked.find(({ name }) => name === 'photos:recaption')?.args),
  ).toEqual([[3], { beam: 10, nBest: 4 }]);
});

test('settings take effect at once and are stored', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.getByRole('slider', { name: 'Text size' }).focus();
  await page.keyboard.press('End');
  await expect(page.locator('html')).toHaveCSS('font-size', '32px');
  await page.getByRole('slider', { name: 'Beam width' }).focus();
  await page.keyboard.press('Home');
  await page.evaluate(() =>
    window.engine.emit('settings:changed', {
      theme: 'light',
      language: 'en',
      caption: { beam: 5, nBest: 2 },
      reduceMotion: false,
      textScalePercent: 100,
    }),
  );
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
  const stored = await page.evaluate(
    () => window.engine.asked.filter(({ name }) => name === 'settings:set').at(-1)?.args,
  );
  expect(stored).toMatchObject([{ theme: 'dark', textScalePercent: 200, caption: { beam: 1, nBest: 1 } }]);
});

test('grid and list show the same pictures and come back to the same place', async ({ page }) => {
  await openWindow(page, 'photos=500');
  await photos(page).first().focus();
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('ArrowDown');
  // Twelve rows of three.
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '37');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '37');
  await expect(activePhoto(page)).toBeInViewport({ ratio: 0.9 });
  await page.getByRole('radio', { name: 'List' }).click();
  await expect(page.locator('[aria-posinset="37"]')).toBeInViewport();
});

// How the window looks and what axe says of it, in every state that is judged by eye. Pictures are left in
// test-results/renderer-looks for looking at.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openWindow, photos } from './page.ts';

const folder = 'test-results/renderer-looks';

interface State {
  readonly name: string;
  readonly query: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
}

const openFirst = (page: Page): Promise<void> => photos(page).first().dblclick();

const states: readonly State[] = [
  { name: 'empty', query: '' },
  { name: 'full', query: 'photos=1000&failing=1&waiting=14' },
  {
    name: 'list',
    query: 'photos=1000&failing=2',
    prepare: (page) => page.getByRole('toolbar').getByRole('radio').last().click(),
  },
  { name: 'detail', query: 'photos=60', prepare: openFirst },
  {
    name: 'attention',
    query: 'photos=60',
    prepare: async (page) => {
      await openFirst(page);
      await page.locator('.words[role="toolbar"]').getByRole('button').nth(1).hover();
      await expect(page.getByTestId('attention')).toBeVisible();
    },
  },
  {
    name: 'selected',
    query: 'photos=60',
    prepare: async (page) => {
      await photos(page).first().focus();
      await page.keyboard.press('Shift+ArrowDown');
    },
  },
  {
    name: 'failing',
    query: 'photos=60&failing=9&engine=failed',
    prepare: (page) => page.locator('[role="option"].failed').first().click(),
  },
  { name: 'export', query: 'photos=60', prepare: (page) => page.keyboard.press('Control+e') },
  { name: 'shortcuts', query: 'photos=60', prepare: (page) => page.keyboard.press('?') },
  {
    name: 'settings',
    query: 'photos=60',
    prepare: (page) => page.getByRole('navigation').getByRole('button').last().click(),
  },
  {
    name: 'redo',
    query: 'photos=60',
    prepare: async (page) => {
      await openFirst(page);
      await page.locator('section.caption').getByRole('button', { name: /…$/ }).click();
    },
  },
  {
    name: 'preview',
    query: 'photos=60',
    prepare: async (page) => {
      await photos(page).first().focus();
      await page.keyboard.press('Space');
    },
  },
  {
    name: 'menu',
    query: 'photos=60&failing=2',
    prepare: (page) => photos(page).nth(1).click({ button: 'right' }),
  },
  {
    name: 'removed',
    query: 'photos=60',
    prepare: async (page) => {
      await photos(page).first().focus();
      await page.keyboard.press('Delete');
    },
  },
];

async function show(page: Page, state: State, looks: string): Promise<void> {
  await openWindow(page, `${state.query}&${looks}`);
  await state.prepare?.(page);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready);
}

/** English and, with its longer words, Greek. */
const spoken = [
  { language: 'en', mark: '' },
  { language: 'el', mark: '-el' },
] as const;
const everyLook = spoken.flatMap((one) => (['light', 'dark'] as const).map((theme) => ({ ...one, theme })));

for (const { language, mark, theme } of everyLook) {
  for (const state of states) {
    test(`${state.name}, ${theme}, ${language}: axe finds nothing`, async ({ page }) => {
      await show(page, state, `theme=${theme}&language=${language}`);
      await page.screenshot({ path: `${folder}/${state.name}-${theme}-1280${mark}.png` });
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(
        violations.map(({ id, nodes }) => ({
          id,
          nodes: nodes.map(({ html, any }) => [html, any[0]?.message]),
        })),
      ).toEqual([]);
    });
  }
}

const tight = ['empty', 'full', 'detail', 'failing', 'settings', 'export', 'selected'];
/** Nothing may stick out sideways, whatever the size. */
const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const { language, mark, theme } of everyLook)
  for (const state of states.filter(({ name }) => mark !== '' || (theme === 'light' && tight.includes(name))))
    test(`${state.name} in 800x600, ${theme}, ${language}`, async ({ page }) => {
      await page.setViewportSize({ width: 800, height: 600 });
      await show(page, state, `theme=${theme}&language=${language}`);
      await page.screenshot({ path: `${folder}/${state.name}-${theme}-800${mark}.png` });
      expect(await sideways(page)).toBe(0);
    });

for (const state of states.filter(({ name }) => tight.includes(name))) {
  for (const { language, mark } of spoken)
    test(`${state.name} at 200 % zoom, ${language}`, async ({ browser }) => {
      // Zooming a 1280x800 window to 200 % leaves 640x400 CSS pixels at twice the density.
      const context = await browser.newContext({
        viewport: { width: 640, height: 400 },
        deviceScaleFactor: 2,
      });
      const page = await context.newPage();
      await show(page, state, `theme=light&language=${language}`);
      await page.screenshot({ path: `${folder}/${state.name}-light-zoom200${mark}.png` });
      expect(await sideways(page)).toBe(0);
      await context.close();
    });

  test(`${state.name} in 800x600 at 200 % zoom`, async ({ browser }) => {
    const context = await browser.newContext({ viewport: { width: 400, height: 300 }, deviceScaleFactor: 2 });
    const page = await context.newPage();
    await show(page, state, 'theme=dark');
    await page.screenshot({ path: `${folder}/${state.name}-dark-tiny.png` });
    expect(await sideways(page)).toBe(0);
    await context.close();
  });

  test(`${state.name} with text at 200 %`, async ({ page }) => {
    await show(page, state, 'theme=dark&text=200');
    await page.screenshot({ path: `${folder}/${state.name}-dark-text200.png` });
    expect(await sideways(page)).toBe(0);
  });

  test(`${state.name} in forced colours`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    await show(page, state, 'theme=system');
    await page.screenshot({ path: `${folder}/${state.name}-forced.png` });
  });
}

test('targets are at least 32 px and text at least 14 px', async ({ page }) => {
  for (const state of states.filter(({ name }) => ['full', 'detail', 'settings', 'empty'].includes(name))) {
    await show(page, state, 'theme=light');
    const small = await page.evaluate(() => {
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>(
        'button, input, textarea, summary, [role="option"]',
      )) {
        const box = element.getBoundingClientRect();
        if (box.width === 0 || element.closest('.visually-hidden') || element.tagName === 'TEXTAREA')
          continue;
        if (element.getAttribute('type') === 'checkbox' || element.getAttribute('aria-hidden') === 'true')
          continue;
        if (box.height < 32 || box.width < 32)
          found.push(`${element.outerHTML.slice(0, 90)} ${String(box.width)}x${String(box.height)}`);
      }
      for (const element of document.querySelectorAll<HTMLElement>('body *'))
        if (element.childNodes.length > 0 && parseFloat(getComputedStyle(element).fontSize) < 14)
          found.push(element.outerHTML.slice(0, 90));
      return found;
    });
    expect(small, state.name).toEqual([]);
  }
});

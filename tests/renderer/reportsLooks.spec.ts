// How the Reports room looks and what axe says of it, in every state that is judged by eye. Pictures are left in
// test-results/renderer-looks for looking at.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { openWindow } from './page.ts';

const folder = 'test-results/renderer-looks';

interface State {
  readonly name: string;
  readonly query: string;
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** So many things that axe would take minutes; it sees the same things in fewer. */
  readonly isLarge?: true;
}

const foot = (page: Page) => page.locator('.report footer').getByRole('button');
const head = (page: Page) => page.locator('.report header').getByRole('button');

const states: readonly State[] = [
  { name: 'reports-empty', query: '' },
  {
    name: 'reports',
    query: 'studies=5&report=worked',
    prepare: (page) => page.locator('[data-sentence] textarea').nth(2).focus(),
  },
  { name: 'reports-full', query: 'studies=1000', isLarge: true },
  {
    name: 'reports-why',
    query: 'studies=5',
    prepare: (page) => page.locator('[data-sentence]').first().getByRole('button').first().click(),
  },
  { name: 'reports-signed', query: 'studies=5&report=signed' },
  { name: 'reports-refused', query: 'studies=5&report=refused' },
  { name: 'reports-no-model', query: 'studies=5&reporter=missing' },
  { name: 'reports-sign', query: 'studies=5&report=worked', prepare: (page) => foot(page).last().click() },
  { name: 'reports-export', query: 'studies=5&report=worked', prepare: (page) => head(page).last().click() },
  { name: 'reports-compare', query: 'studies=5', prepare: (page) => head(page).nth(-2).click() },
];

async function show(page: Page, state: State, looks: string): Promise<void> {
  await openWindow(page, `${state.query}&${looks}`);
  await page.getByRole('navigation').getByRole('button').nth(1).click();
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible();
  await page.waitForLoadState('networkidle');
  await state.prepare?.(page);
}

const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

for (const [language, mark] of [
  ['en', ''],
  ['el', '-el'],
] as const) {
  for (const theme of ['light', 'dark'] as const) {
    for (const state of states) {
      test(`${state.name}, ${theme}, ${language}: axe finds nothing`, async ({ page }) => {
        await show(page, state, `theme=${theme}&language=${language}`);
        await page.screenshot({ path: `${folder}/${state.name}-${theme}-1280${mark}.png` });
        if (state.isLarge) return;
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

  for (const state of states) {
    test(`${state.name} in 800x600, ${language}`, async ({ page }) => {
      await page.setViewportSize({ width: 800, height: 600 });
      await show(page, state, `theme=dark&language=${language}`);
      await page.screenshot({ path: `${folder}/${state.name}-dark-800${mark}.png` });
      expect(await sideways(page)).toBe(0);
    });

    test(`${state.name} at 200 % zoom, ${language}`, async ({ browser }) => {
      const viewport = { width: 640, height: 400 };
      const context = await browser.newContext({ viewport, deviceScaleFactor: 2 });
      const page = await context.newPage();
      await show(page, state, `theme=light&language=${language}`);
      await page.screenshot({ path: `${folder}/${state.name}-light-zoom200${mark}.png` });
      expect(await sideways(page)).toBe(0);
      await context.close();
    });
  }
}

test('targets are at least 32 px and text at least 14 px', async ({ page }) => {
  for (const state of states.filter(({ name }) => /^reports(-empty|-why|-signed|-refused)?$/.test(name))) {
    await show(page, state, 'theme=light');
    const small = await page.evaluate(() => {
      const found: string[] = [];
      for (const element of document.querySelectorAll<HTMLElement>(
        'button, input, select, summary, [role="option"]',
      )) {
        const box = element.getBoundingClientRect();
        if (box.width === 0 || element.closest('.visually-hidden')) continue;
        if (box.height < 32 || box.width < 32)
          found.push(`${element.outerHTML.slice(0, 90)} ${String(box.width)}x${String(box.height)}`);
      }
      for (const element of document.querySelectorAll<HTMLElement>('body *')) {
        // The sheet for the printer is not on the screen.
        if (!element.checkVisibility()) continue;
        if (element.childNodes.length > 0 && parseFloat(getComputedStyle(element).fontSize) < 14)
          found.push(element.outerHTML.slice(0, 90));
      }
      return found;
    });
    expect(small, state.name).toEqual([]);
  }
});

// The language of the window: chosen in Settings, in effect at once, and told to whoever reads aloud.
import { expect, test } from '@playwright/test';
import { live, openWindow, photos } from './page.ts';

test('the language chosen in Settings is spoken at once, there and back, and stored', async ({ page }) => {
  await openWindow(page, 'photos=3');
  const root = page.locator('html');
  await expect(root).toHaveAttribute('lang', 'en');
  await page.getByRole('button', { name: 'Settings' }).click();
  const group = page.getByRole('radiogroup', { name: 'Language' });
  await expect(group.getByRole('radio')).toHaveText(['System', 'English', 'Ελληνικά']);
  await expect(group.getByRole('radio', { name: 'Ελληνικά' })).toHaveAttribute('lang', 'el');
  await group.getByRole('radio', { name: 'Ελληνικά' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ρυθμίσεις');
  await expect(page.getByRole('contentinfo')).toContainText('3 φωτογραφίες');
  await expect(root).toHaveAttribute('lang', 'el');
  const stored = () =>
    page.evaluate(() => window.engine.asked.filter(({ name }) => name === 'settings:set').at(-1)?.args);
  expect(await stored()).toMatchObject([{ language: 'el' }]);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Συντομεύσεις πληκτρολογίου' })).toContainText('Αναίρεση');
  await page.keyboard.press('Escape');
  await page.getByRole('radio', { name: 'English' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings');
  await expect(root).toHaveAttribute('lang', 'en');
});

test('Settings say in both languages that captions are in English', async ({ page }) => {
  await openWindow(page, 'photos=3&language=el');
  await page.getByRole('button', { name: 'Ρυθμίσεις' }).click();
  const sentences = page.getByRole('main').locator('section', { hasText: /^Νέες λεζάντες/ });
  await expect(sentences.locator('[lang="el"]')).toHaveText(
    'Το μοντέλο γράφει λεζάντες και ετικέτες στα αγγλικά.',
  );
  await expect(sentences.locator('[lang="en"]')).toHaveText('The model writes captions and tags in English.');
});

test('the window opens in the language of the last start, before the engine answers', async ({ page }) => {
  await openWindow(page, 'photos=3&language=el');
  await expect(page.locator('html')).toHaveAttribute('lang', 'el');
  const opened = page.waitForEvent('domcontentloaded');
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      const word = document.querySelector('nav .word')?.textContent;
      if (word === undefined) return;
      Object.assign(window, { firstWord: word });
      observer.disconnect();
    }).observe(document, { childList: true, subtree: true });
  });
  await page.reload();
  await opened;
  await expect
    .poll(() => page.evaluate(() => (window as { firstWord?: string }).firstWord))
    .toBe('Φωτογραφίες');
});

test.describe('on a Greek system', () => {
  test.use({ locale: 'el-GR' });

  test('the window is Greek by itself, and numbers and dates are', async ({ page }) => {
    await openWindow(page, 'photos=1200');
    await expect(page.getByRole('contentinfo')).toContainText('1.200 φωτογραφίες');
    await photos(page).first().dblclick();
    await page.getByText(/^Ιστορικό/).click();
    await expect(page.locator('details li').first()).toContainText(/Ιουν.*2024/);
  });
});

test('in Greek, what the model and the engine wrote is marked as English, what a person wrote is not', async ({
  page,
}) => {
  await openWindow(page, 'photos=30&language=el');
  const tile = page.locator('[role="option"].captioned').first();
  await expect(tile.locator('.words [lang="en"]')).not.toBeEmpty();
  await expect(page.locator('[role="option"].edited .words [lang=""]').first()).not.toBeEmpty();
  const caption = (await tile.locator('.words').innerText()).trim();
  await tile.dblclick();
  const field = page.getByRole('textbox', { name: 'Λεζάντα Από το μοντέλο' });
  await expect(field).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('img', { name: caption })).toHaveAttribute('lang', 'en');
  await expect(page.locator('.alternative .sentence').first()).toHaveAttribute('lang', 'en');
  await expect(page.locator('.alternative').first()).toHaveAccessibleName(/^Χρήση: a.* \d+%$/);
  await expect(page.locator('.words[role="toolbar"] button').first()).toHaveAccessibleName(
    /^\w+ βεβαιότητα \d+%, κοίταξε /,
  );
  await expect(
    page
      .locator('section', { hasText: /^Ετικέτες/ })
      .locator('li [lang="en"]')
      .first(),
  ).not.toBeEmpty();
  await field.fill('τα δικά μου λόγια');
  await expect(page.locator('textarea')).toHaveAttribute('lang', '');
  await page.keyboard.press('PageDown');
  await page.evaluate(() =>
    window.engine.failures.set('shell:copyText', {
      code: 'bug',
      message: 'The clipboard did not take it.',
    }),
  );
  await page.getByRole('button', { name: 'Αντιγραφή' }).click();
  await expect(page.locator('.toast p')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('group', { name: 'The clipboard did not take it.' })).toBeVisible();
  await expect(live(page)).toHaveAttribute('lang', 'en');
});

test('a failure is an English sentence under Greek words', async ({ page }) => {
  await openWindow(page, 'photos=30&failing=9&language=el&engine=failed');
  await page.locator('[role="option"].failed').first().click();
  const inspector = page.getByRole('complementary', { name: 'Λεζάντα και λεπτομέρειες' });
  await expect(inspector.locator('.note p[lang="en"]')).toHaveText(/\.$/);
  await expect(
    page.getByRole('region', { name: 'Η μηχανή δεν λειτουργεί.' }).locator('[lang="en"]'),
  ).toHaveText(/Install the app again/);
});

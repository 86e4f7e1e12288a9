// The caption field: what comes late never replaces what a person types.
import { expect, test } from '@playwright/test';
import { captionField, openWindow, photos } from './page.ts';

test('a result that comes while one types does not touch the text; it is offered', async ({ page }) => {
  await openWindow(page, 'photos=3&waiting=3');
  await photos(page).first().dblclick();
  // With the first input, before anything can be saved: how long the keys take does not matter.
  await captionField(page).evaluate((field) =>
    field.addEventListener('input', () => window.engine.work(3, 'a model sentence'), { once: true }),
  );
  await captionField(page).focus();
  await page.keyboard.insertText('my own wor');
  await page.keyboard.type('ds');
  await expect(captionField(page)).toHaveValue('my own words');
  await expect(page.getByText('The model now says: a model sentence')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Your words')).toBeVisible();
  await page.evaluate(() => window.engine.work(3, 'another model sentence'));
  await expect(page.getByRole('button', { name: /^Use: another model sentence/ })).toBeVisible();
  await expect(captionField(page)).toHaveValue('my own words');
});

test('text is saved while typing, on leaving, and on going to the next picture', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  await captionField(page).fill('first words');
  await page.keyboard.press('PageDown');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/_0002/);
  await expect(captionField(page)).toBeFocused();
  await page.keyboard.press('PageUp');
  await expect(captionField(page)).toHaveValue('first words');
  await captionField(page).fill('second words');
  await expect
    .poll(() =>
      page.evaluate(() =>
        window.engine.asked.filter(({ name }) => name === 'photos:edit').map(({ args }) => args),
      ),
    )
    .toEqual([
      [3, 'first words', false],
      [3, 'second words', false],
    ]);
});

test('Escape restores, also after the autosave', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  const before = await captionField(page).inputValue();
  await captionField(page).focus();
  await page.keyboard.type(' and more');
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(captionField(page)).toHaveValue(before);
  await expect(page.getByText(/The model/).first()).toBeVisible();
});

test('what cannot be saved stays on the screen and says why', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  await page.evaluate(() =>
    window.engine.failures.set('photos:edit', {
      code: 'library/locked',
      message: 'Another window holds the library.',
    }),
  );
  await captionField(page).fill('precious words');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toContainText('Another window holds the library.');
  await page.keyboard.press('PageDown');
  await page.keyboard.press('PageUp');
  await expect(captionField(page)).toHaveValue('precious words');
  await page.evaluate(() => window.engine.failures.clear());
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('alert')).toBeHidden();
});

test('the model’s words look different until they are accepted', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  const frame = page.locator('.frame:has(textarea)');
  await expect(frame).toHaveCSS('border-top-style', 'dashed');
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.locator('section.detail').focus();
  await expect(frame).toHaveCSS('border-top-style', 'solid');
  await page.getByRole('button', { name: 'Back to the model’s' }).click();
  await page.locator('section.detail').focus();
  await expect(frame).toHaveCSS('border-top-style', 'dashed');
});

test('an alternative is picked, and the words and their attention follow it', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  const alternative = page.getByRole('button', { name: /^Use: / }).nth(1);
  const words = await alternative.locator('.sentence').innerText();
  await alternative.click();
  await expect(captionField(page)).toHaveValue(words);
  await expect(alternative).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('toolbar', { name: /Words/ }).locator('[lang="en"]')).toHaveText(
    words.split(' '),
  );
});

test('an unsure caption is hedged in words, in the grid and in the field', async ({ page }) => {
  await openWindow(page, 'photos=60');
  await page.getByRole('button', { name: 'Show: All' }).click();
  await page.getByRole('menuitemradio', { name: /Unsure/ }).click();
  await expect(photos(page).first()).toHaveAccessibleName(/^Perhaps: .*Unsure/);
  await photos(page).first().dblclick();
  await expect(page.getByRole('heading', { name: 'The model is unsure' })).toBeVisible();
  await expect(page.locator('.frame:has(textarea)')).toContainText('Perhaps:');
});

test('copying gives the words as they stand in the field', async ({ page }) => {
  await openWindow(page, 'photos=3');
  await photos(page).first().dblclick();
  await captionField(page).fill('fresh words');
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.getByText('Caption copied.').first()).toBeVisible();
  expect(await page.evaluate(() => window.engine.copied)).toBe('fresh words');
});

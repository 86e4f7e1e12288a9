// The Reports room in Chromium: pointer, keys, what lights what, dialogs, paper.
import { expect, test, type Locator, type Page } from '@playwright/test';
import { live, openWindow } from './page.ts';

async function openReports(page: Page, query: string): Promise<void> {
  await openWindow(page, query);
  await page.getByRole('button', { name: 'Reports' }).click();
  await expect(page.getByRole('heading', { name: 'Report', exact: true })).toBeVisible();
}

const sentence = (page: Page, at: number): Locator => page.locator('[data-sentence]').nth(at);
const words = (page: Page, at: number): Locator => sentence(page, at).getByRole('textbox');
const pane = (page: Page): Locator => page.locator('[data-film]').first();
const matrix = (page: Page): Promise<string | null> => pane(page).getAttribute('data-matrix');
const readout = (page: Page): Locator => pane(page).locator('.bottom');

test('a film follows the wheel, the hand and the keys', async ({ page }) => {
  await openReports(page, 'studies=1');
  await expect(readout(page)).toContainText('width 3,600, centre 2,050');
  const fitted = await matrix(page);
  await pane(page).hover();
  await page.mouse.wheel(0, -100);
  await expect.poll(() => matrix(page)).not.toBe(fitted);
  await pane(page).focus();
  await page.keyboard.press('0');
  await expect.poll(() => matrix(page)).toBe(fitted);
  await page.keyboard.press('1');
  await expect(readout(page)).toContainText('100%');
  const before = await matrix(page);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => matrix(page)).not.toBe(before);
  await page.keyboard.press('Shift+ArrowRight');
  await expect(readout(page)).not.toContainText('width 3,600');
  await page.keyboard.press('p');
  await page.keyboard.press('i');
  await expect(page.getByRole('button', { name: 'Invert' })).toHaveAttribute('aria-pressed', 'true');
  const box = await pane(page).boundingBox();
  if (box === null) throw new Error('no pane');
  const shown = await readout(page).textContent();
  await page.mouse.move(box.x + 100, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 160, box.y + 130);
  await page.mouse.up();
  await expect(readout(page)).not.toHaveText(shown ?? '');
});

test('a film of 3,000 by 3,000 pixels is shown like any other', async ({ page }) => {
  await openReports(page, 'studies=1&large');
  await expect(readout(page)).toBeVisible();
  await pane(page).focus();
  await page.keyboard.press('1');
  await expect(readout(page)).toContainText('100%');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(readout(page)).not.toContainText('centre 2,050');
});

test('pointing at a sentence lights film and findings; pointing at a finding lights sentences', async ({
  page,
}) => {
  await openReports(page, 'studies=1');
  await words(page, 0).focus();
  await expect(page.locator('.findings li.lit')).toHaveText(/Cardiomegaly/);
  const regard = page.getByTestId('regard').first();
  await expect(regard).toBeVisible();
  await page.getByRole('button', { name: 'Where the model looked' }).click();
  await words(page, 0).focus();
  await expect(regard).toBeHidden();
  await page.getByRole('switch', { name: /Pleural Effusion/ }).hover();
  await expect(page.locator('.sentence.lit')).toHaveCount(2);
});

test('by keys alone: edit, accept, write, move, undo', async ({ page }) => {
  await openReports(page, 'studies=1');
  await words(page, 0).focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('The heart is mine.');
  await expect(sentence(page, 0)).toContainText('Edited');
  await page.keyboard.press('Control+Enter');
  await expect(sentence(page, 0)).toContainText('Accepted');
  await expect(words(page, 0)).toBeFocused();
  await page.keyboard.press('Enter');
  await page.keyboard.type('A sentence of my own.');
  await expect(words(page, 1)).toHaveValue('A sentence of my own.');
  await expect(sentence(page, 1)).toContainText('Written');
  await page.keyboard.press('Alt+ArrowUp');
  await expect(words(page, 0)).toHaveValue('A sentence of my own.');
  await expect(words(page, 0)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(words(page, 1)).toHaveValue('A sentence of my own.');
  await page.keyboard.press('Control+Shift+z');
  await expect(words(page, 0)).toHaveValue('A sentence of my own.');
});

test('a switched finding redrafts its sentence and leaves the others', async ({ page }) => {
  await openReports(page, 'studies=1');
  await words(page, 1).fill('Mine.');
  await page.getByRole('switch', { name: /Cardiomegaly/ }).click();
  await expect(words(page, 0)).toHaveValue('The heart is of normal size.');
  await expect(words(page, 1)).toHaveValue('Mine.');
  await expect(page.locator('.findings li').first()).toContainText('set by you');
});

test('another wording, and a phrase kept and put in again', async ({ page }) => {
  await openReports(page, 'studies=1');
  await sentence(page, 0).getByRole('button', { name: 'Why' }).click();
  await sentence(page, 0)
    .getByRole('button', { name: /^Use: .*as far as can be seen/ })
    .click();
  await expect(words(page, 0)).toHaveValue('The heart is enlarged, as far as can be seen.');
  await sentence(page, 0).getByRole('button', { name: 'More for this sentence' }).click();
  await page.getByRole('menuitem', { name: 'Keep as a phrase' }).click();
  await page.getByRole('button', { name: 'Phrases: Impression' }).click();
  await page
    .getByRole('button', { name: 'The heart is enlarged, as far as can be seen.', exact: true })
    .click();
  await expect(page.locator('[data-sentence]').last().getByRole('textbox')).toHaveValue(
    'The heart is enlarged, as far as can be seen.',
  );
});

test('what is no chest X-ray waits for a word; the word stays visible', async ({ page }) => {
  await openReports(page, 'studies=1&report=refused');
  await expect(page.locator('[data-sentence]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Draft all the same' }).click();
  await expect(sentence(page, 0)).toBeVisible();
  await expect(page.getByText(/against the model’s word/).first()).toBeVisible();
});

test('signed: read only, amended, compared, printed without the patient', async ({ page }) => {
  await openReports(page, 'studies=2&report=worked');
  await page.getByText('Patient', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Doe, Jane');
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Sign…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('2 sentences will be signed.');
  await expect(dialog.getByRole('button', { name: 'Sign', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Your name' }).fill('Dr. A');
  await page.keyboard.press('Enter');
  await expect(page.getByText('The content is as it was signed.')).toBeVisible();
  await expect(page.locator('[data-sentence]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Add an addendum…' }).click();
  await dialog.getByRole('textbox', { name: 'What is to be added' }).fill('Seen again.');
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Report' }).getByText('Seen again.')).toBeVisible();
  await expect(live(page)).toContainText('addendum');
  await page.getByRole('button', { name: 'Compare…' }).click();
  await expect(dialog.getByText('Only in the earlier one').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
  const sheet = page.locator('.print-sheet');
  await expect(sheet).toBeVisible();
  await expect(sheet).toContainText('Dr. A');
  await expect(sheet).not.toContainText('Doe');
  await expect(page.getByRole('navigation')).toBeHidden();
});

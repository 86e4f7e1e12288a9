// The whole work by the keyboard alone.
import { expect, test } from '@playwright/test';
import { activePhoto, captionField, live, openWindow, photos } from './page.ts';

test('from the empty window to an edited, exported caption without a mouse', async ({ page }) => {
  await openWindow(page, 'captionMs=30');
  await page.keyboard.press('Control+o');
  await expect(photos(page)).toHaveCount(2);
  await expect(activePhoto(page)).toHaveAttribute('data-index', '0');
  await expect(live(page)).toHaveText(/captions? ready|a .*jpg/);

  // Enter opens, F2 edits, Ctrl+Enter saves, Escape leaves the field, Escape leaves the picture.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('harbour at dawn.jpg');
  await page.keyboard.press('F2');
  await expect(captionField(page)).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('the harbour at dawn');
  await page.keyboard.press('Control+Enter');
  await expect(live(page)).toHaveText('Saved');
  await expect(page.getByText('Your words')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(captionField(page)).not.toBeFocused();
  await page.keyboard.press('Escape');
  await expect(activePhoto(page)).toHaveAccessibleName(/the harbour at dawn. Edited. harbour at dawn.jpg/);

  // Undo and redo, each said.
  await page.keyboard.press('Control+z');
  await expect(live(page)).toHaveText('Undone: Edit of harbour at dawn.jpg');
  await expect(activePhoto(page)).toHaveAccessibleName(/Captioned/);
  await page.keyboard.press('Control+Shift+z');
  await expect(activePhoto(page)).toHaveAccessibleName(/Edited/);

  // Export both.
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+e');
  const dialog = page.getByRole('dialog', { name: 'Export captions' });
  await expect(dialog.getByRole('radio', { name: 'Selected (2)' })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(dialog.getByRole('checkbox')).not.toBeChecked();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('1 file written.')).toBeVisible();
  await expect(dialog.getByText('/home/ada/Pictures/2024/harbour at dawn.txt')).toBeVisible();
  await expect(live(page)).toHaveText('1 file written, 1 kept.');
  await page.keyboard.press('Escape');
  await expect(activePhoto(page)).toBeVisible();
});

test('arrows, Home, End and pages move, Shift extends, Ctrl+Space toggles', async ({ page }) => {
  await openWindow(page, 'photos=100');
  await page.keyboard.press('Tab');
  await expect(photos(page).first()).toBeVisible();
  await photos(page).first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '2');
  await page.keyboard.press('ArrowDown');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '5');
  await page.keyboard.press('End');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '100');
  await expect(activePhoto(page)).toBeInViewport({ ratio: 0.9 });
  await page.keyboard.press('PageUp');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '94');
  await page.keyboard.press('Home');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '1');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  const bar = page.getByRole('toolbar', { name: 'Selected photos' });
  await expect(bar).toContainText('3 selected');
  await page.keyboard.press('Control+ArrowRight');
  await page.keyboard.press('Control+Space');
  await expect(bar).toContainText('4 selected');
  await page.keyboard.press('Escape');
  await expect(bar).toBeHidden();
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '4');
});

test('Space previews, arrows go on, Space comes back with the focus', async ({ page }) => {
  await openWindow(page, 'photos=20');
  await photos(page).first().focus();
  await page.keyboard.press('Space');
  const preview = page.getByRole('dialog', { name: /_0020.jpg/ });
  await expect(preview).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('dialog', { name: /_0019.jpg/ })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '2');
});

test('removing keeps the focus on a neighbour, and undo brings the pictures back', async ({ page }) => {
  await openWindow(page, 'photos=20');
  await photos(page).first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '2');
  const name = await activePhoto(page).getAttribute('data-id');
  await page.keyboard.press('Delete');
  await expect(
    page.getByText('1 photo removed from the window. The files stay where they are.').first(),
  ).toBeVisible();
  await expect(activePhoto(page)).toHaveAttribute('aria-posinset', '2');
  await expect(activePhoto(page)).not.toHaveAttribute('data-id', name ?? '');
  await page.keyboard.press('Control+z');
  await expect(activePhoto(page)).toHaveAttribute('data-id', name ?? '');
});

test('Ctrl+F finds, arrow down goes to the pictures, Escape empties', async ({ page }) => {
  await openWindow(page, 'photos=60');
  await photos(page).first().focus();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('boat');
  await expect(photos(page).first()).toHaveAccessibleName(/boat/);
  await expect(live(page)).toHaveText(/10 photos shown/);
  await page.keyboard.press('ArrowDown');
  await expect(activePhoto(page)).toHaveAccessibleName(/boat/);
  await page.keyboard.press('Control+f');
  await page.keyboard.type('zebra');
  await expect(page.getByRole('button', { name: 'Show all photos' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(photos(page)).not.toHaveCount(0);
});

test('the words of a caption by arrow keys: where the model looked is shown and said', async ({ page }) => {
  await openWindow(page, 'photos=12');
  await photos(page).first().focus();
  await page.keyboard.press('Enter');
  const words = page.getByRole('toolbar', { name: 'Words of the model’s caption' });
  await words.getByRole('button').first().focus();
  await page.keyboard.press('ArrowRight');
  await expect(words.getByRole('button').nth(1)).toBeFocused();
  await expect(words.getByRole('button').nth(1)).toHaveAccessibleName(
    /^\w+ [<>]?\d+% sure, looked at the .+/,
  );
  await expect(page.getByTestId('attention')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/_0012/);
});

test('? lists the shortcuts and gives the focus back', async ({ page }) => {
  await openWindow(page, 'photos=12');
  await photos(page).first().focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(activePhoto(page)).toBeVisible();
});

test('the menu of a picture opens by Shift+F10 and works by arrows', async ({ page }) => {
  await openWindow(page, 'photos=12');
  await photos(page).first().focus();
  await page.keyboard.press('Shift+F10');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  await expect(menu.getByRole('menuitem').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(captionField(page)).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(activePhoto(page)).toBeVisible();
});

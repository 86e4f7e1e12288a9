// What the specs share: opening the window, and words for its parts.
import { expect, type Locator, type Page } from '@playwright/test';
import type { FakeEngine } from './fakeBridge.ts';

declare global {
  interface Window {
    /** The engine in memory, there only in these tests. */
    readonly engine: FakeEngine;
  }
}

/** Opens the window; what it complains of on the console (the content security policy, say) fails the test. */
export async function openWindow(page: Page, query: string): Promise<void> {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      throw new Error(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.goto(`/?still&${query}`);
  await expect(page.getByRole('navigation')).toBeVisible();
}

export const photos = (page: Page): Locator => page.getByRole('option');
export const activePhoto = (page: Page): Locator => page.locator('[role="option"]:focus');
export const captionField = (page: Page): Locator => page.getByRole('textbox', { name: /^Caption/ });
export const live = (page: Page): Locator => page.getByTestId('live');

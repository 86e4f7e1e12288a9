// The shell by itself: the window, its bridge, app:// and what the menu does.
import { expect, test } from './launch.ts';

test('the window opens, speaks through the bridge alone, and complains of nothing', async ({ launch }) => {
  const { window, complaints } = await launch({ echo: 'utility' });
  expect(window.url()).toBe('app://ui/');
  await expect(window).toHaveTitle('Ekphrasis');
  const page = await window.evaluate(() => ({
    bridge: Object.keys(ekphrasis).sort(),
    node: ['require', 'process', 'module', 'Buffer', 'global'].filter((name) => name in globalThis),
    isSecure: isSecureContext,
  }));
  expect(page).toEqual({ bridge: ['on', 'pathsOf', 'request'], node: [], isSecure: true });
  expect(complaints).toEqual([]);
});

test('every request is answered by a Result, also a wrong one', async ({ launch }) => {
  const { window, electron } = await launch({ echo: 'utility' });
  const version = await electron.evaluate(({ app }) => app.getVersion());
  const answers = await window.evaluate(async () => {
    const bridge = ekphrasis as unknown as {
      request: (name: string, ...args: unknown[]) => Promise<unknown>;
    };
    return {
      info: await bridge.request('shell:info'),
      wrong: await bridge.request('photos:edit', 'one', 2),
      unknown: await bridge.request('app:quit'),
      inherited: await bridge.request('toString'),
      uncloneable: await bridge.request('photos:edit', 1, () => 1),
    };
  });
  expect(answers.info).toMatchObject({ ok: true, value: { version } });
  expect(answers.wrong).toMatchObject({ ok: false, error: { code: 'usage' } });
  expect(answers.unknown).toMatchObject({ ok: false, error: { code: 'bug' } });
  expect(answers.inherited).toMatchObject({ ok: false, error: { code: 'bug' } });
  expect(answers.uncloneable).toMatchObject({ ok: false, error: { code: 'bug' } });
});

test('the page is closed: no code from elsewhere, no frames, no new windows, no way out', async ({
  launch,
}) => {
  const { window, electron } = await launch({ echo: 'utility' });
  const tried = await window.evaluate(async () => {
    const inline = document.createElement('script');
    try {
      inline.textContent = 'globalThis.wasRun = true';
      document.body.append(inline);
    } catch {
      // Text is no script here: trusted types.
    }
    // Later: what a test runs by itself may evaluate text, what the page runs may not.
    const evaluated = await new Promise((resolve) => {
      setTimeout(() => {
        try {
          // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- what is tested
          resolve(new Function('return true')());
        } catch {
          resolve(false);
        }
      });
    });
    const opened = globalThis.open('app://ui/');
    const frame = document.createElement('iframe');
    frame.src = 'app://ui/';
    document.body.append(frame);
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    let framed: boolean;
    try {
      framed = frame.contentDocument?.querySelector('script') != null;
    } catch {
      framed = false;
    }
    const webview = document.createElement('webview');
    webview.setAttribute('src', 'app://ui/');
    document.body.append(webview);
    location.href = 'app://media/';
    return { wasRun: 'wasRun' in globalThis, evaluated, opened: opened !== null, framed };
  });
  expect(tried).toEqual({ wasRun: false, evaluated: false, opened: false, framed: false });
  await window.evaluate(() => (location.href = 'https://example.org/'));
  await window.evaluate(() => (location.href = 'file:///etc/passwd'));
  expect(window.url()).toBe('app://ui/');
  const contents = await electron.evaluate(({ webContents }) => webContents.getAllWebContents().length);
  expect(contents).toBe(1);
});

test('permissions are denied', async ({ launch }) => {
  const { window } = await launch({ echo: 'utility' });
  const states = await window.evaluate(async () => {
    const outcome = async (ask: () => Promise<unknown>): Promise<string> => {
      try {
        await ask();
        return 'granted';
      } catch {
        return 'denied';
      }
    };
    return {
      media: await outcome(() => navigator.mediaDevices.getUserMedia({ audio: true, video: true })),
      place: await outcome(
        () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      ),
      clipboard: await outcome(() => navigator.clipboard.readText()),
      notifications: await Notification.requestPermission(),
    };
  });
  expect(states).toEqual({ media: 'denied', place: 'denied', clipboard: 'denied', notifications: 'denied' });
});

test('undo, paste and select all go to a text field that has the focus, else to the app', async ({
  launch,
}) => {
  const { window, electron } = await launch({ echo: 'utility' });
  const choose = (id: string): Promise<void> =>
    electron.evaluate(({ Menu }, wanted) => {
      const find = (menu: Electron.Menu): Electron.MenuItem | undefined => {
        for (const item of menu.items) {
          if (item.id === wanted && item.accelerator?.toString().includes('Shift') !== true) return item;
          const inside = item.submenu ? find(item.submenu) : undefined;
          if (inside !== undefined) return inside;
        }
        return undefined;
      };
      const menu = Menu.getApplicationMenu();
      const item = menu === null ? undefined : find(menu);
      if (item === undefined) throw new Error(`no menu item ${wanted}`);
      (item.click as () => void)();
    }, id);
  await window.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    ekphrasis.on('menu:command', (command) => heard.push(command));
    const field = document.createElement('textarea');
    field.id = 'field-of-the-test';
    document.body.append(field);
  });
  const heard = () => window.evaluate(() => (globalThis as unknown as { heard: string[] }).heard);
  const field = window.locator('#field-of-the-test');
  await field.focus();
  await window.keyboard.type('A dog');
  await choose('undo');
  await expect(field).not.toHaveValue('A dog');
  await choose('redo');
  await expect(field).toHaveValue('A dog');
  await choose('select-all');
  await expect
    .poll(() =>
      field.evaluate((element: HTMLTextAreaElement) => element.selectionEnd - element.selectionStart),
    )
    .toBe(5);
  expect(await heard()).toEqual([]);
  await field.evaluate((element) => element.blur());
  for (const command of ['undo', 'redo', 'select-all', 'paste']) await choose(command);
  await expect.poll(heard).toEqual(['undo', 'redo', 'select-all', 'paste']);
});

test('keys do what they do once: in a text field its own work, else the menu’s', async ({ launch }) => {
  const { window, electron } = await launch({ echo: 'utility' });
  // As the system sends them, so that the menu gets what the page leaves.
  const press = (keyCode: string, modifiers: 'control'[] = []): Promise<void> =>
    electron.evaluate(
      ({ BrowserWindow }, [code, held]) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.sendInputEvent({ type: 'keyDown', keyCode: code, modifiers: held });
        contents?.sendInputEvent({ type: 'keyUp', keyCode: code, modifiers: held });
      },
      [keyCode, modifiers] as const,
    );
  await electron.evaluate(async ({ clipboard }) => clipboard.writeText('A dog'));
  await window.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    ekphrasis.on('menu:command', (command) => heard.push(command));
    const field = document.createElement('textarea');
    field.id = 'field-of-the-test';
    document.body.append(field);
    field.focus();
  });
  const field = window.locator('#field-of-the-test');
  await press('V', ['control']);
  await expect(field).toHaveValue('A dog');
  await press('Z', ['control']);
  await expect(field).toHaveValue('');
  await press('F1');
  await expect
    .poll(() => window.evaluate(() => (globalThis as unknown as { heard: string[] }).heard))
    .toEqual(['shortcuts']);
});

test('zoom goes by steps to 400 %', async ({ launch }) => {
  const { electron } = await launch({ echo: 'utility' });
  const zoom = (label: string, times: number): Promise<number> =>
    electron.evaluate(
      ({ Menu, BrowserWindow }, [wanted, count]) => {
        const view = Menu.getApplicationMenu()?.items.find((item) => item.label === 'View');
        const item = view?.submenu?.items.find((candidate) => candidate.label === wanted);
        for (let n = 0; n < count; n++) item?.click();
        return BrowserWindow.getAllWindows()[0]?.webContents.getZoomFactor() ?? 0;
      },
      [label, times] as const,
    );
  expect(await zoom('Zoom in', 1)).toBeCloseTo(1.1);
  expect(await zoom('Zoom in', 20)).toBeCloseTo(4);
  expect(await zoom('Zoom out', 40)).toBeCloseTo(0.5);
  expect(await zoom('Actual size', 1)).toBeCloseTo(1);
});

test('the theme chosen in the menu is kept in the settings, told to the page, and there at the next start', async ({
  launch,
}) => {
  const first = await launch();
  await first.window.evaluate(() => {
    ekphrasis.on('settings:changed', (settings) => Object.assign(globalThis, { changed: settings.theme }));
  });
  const choose = (theme: string): Promise<void> =>
    first.electron.evaluate(({ Menu }, id) => {
      const item = Menu.getApplicationMenu()?.getMenuItemById(id);
      if (item) (item.click as () => void)();
    }, `theme-${theme}`);
  await choose('dark');
  await expect
    .poll(() => first.window.evaluate(() => (globalThis as { changed?: string }).changed))
    .toBe('dark');
  const dark = () => matchMedia('(prefers-color-scheme: dark)').matches;
  expect(await first.window.evaluate(dark)).toBe(true);
  await first.quit();
  const second = await launch();
  expect(await second.window.evaluate(dark)).toBe(true);
  expect(
    await second.electron.evaluate(
      ({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('theme-dark')?.checked,
    ),
  ).toBe(true);
});

test('the language chosen in the window changes menu and page at once, and is there at the next start', async ({
  launch,
}) => {
  const first = await launch();
  const topOf = (app: typeof first): Promise<(string | undefined)[]> =>
    app.electron.evaluate(({ Menu }) => Menu.getApplicationMenu()?.items.map(({ label }) => label) ?? []);
  await first.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.send('menu:command', 'settings'),
  );
  await first.window.getByRole('radio', { name: 'Ελληνικά' }).click();
  await expect(first.window.getByRole('heading', { level: 1 })).toHaveText('Ρυθμίσεις');
  const greek = ['Αρχείο', 'Επεξεργασία', 'Προβολή', 'Παράθυρο', 'Βοήθεια'];
  await expect.poll(() => topOf(first)).toEqual(greek);
  await first.quit();
  const second = await launch();
  expect(await topOf(second)).toEqual(greek);
  await expect(second.window.getByRole('heading', { level: 1 })).toHaveText('Αφήστε εδώ φωτογραφίες');
  expect(await second.window.evaluate(() => document.documentElement.lang)).toBe('el');
});

test('the window opens where it was left', async ({ launch }) => {
  const first = await launch({ echo: 'utility' });
  const bounds = { x: 60, y: 70, width: 700, height: 500 };
  await first.electron.evaluate(
    ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
    bounds,
  );
  await expect.poll(() => first.window.evaluate(() => outerWidth)).toBe(700);
  await first.quit();
  const second = await launch({ echo: 'utility' });
  expect(
    await second.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds()),
  ).toEqual(bounds);
});

test('a page that crashes comes back', async ({ launch }) => {
  const { electron, log } = await launch({ echo: 'utility' });
  const title = await electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise((resolve) => contents?.once('did-finish-load', () => resolve(undefined)));
    contents?.forcefullyCrashRenderer();
    await loaded;
    return contents?.getTitle();
  });
  expect(title).toBe('Ekphrasis');
  expect(await log()).toContain('its page is gone');
});

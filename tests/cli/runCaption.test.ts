// The caption command with real pictures and a captioner that says how bright they are.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { captionRun } from '../../src/cli/caption.ts';
import { runCaption } from '../../src/cli/runCaption.ts';
import { AppError } from '../../src/errors.ts';
import { fakeCaptioner } from './fakeCaptioner.ts';
import { fakeTerminal } from './fakeTerminal.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'caption-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Makes a picture of one brightness and returns its path. */
async function picture(name: string, brightness: number): Promise<string> {
  const path = join(folder, name);
  const background = { r: brightness, g: brightness, b: brightness };
  writeFileSync(
    path,
    await sharp({ create: { width: 9, height: 9, channels: 3, background } })
      .png()
      .toBuffer(),
  );
  return path;
}

function damaged(name: string): string {
  const path = join(folder, name);
  writeFileSync(path, 'not a picture');
  return path;
}

type Flags = Parameters<typeof captionRun>[1];

async function run(
  paths: readonly string[],
  flags: Flags = {},
  parts: Parameters<typeof fakeTerminal>[0] & { signal?: AbortSignal } = {},
) {
  const captioner = fakeCaptioner();
  const terminal = fakeTerminal(parts);
  const code = await runCaption(captionRun(paths, flags), {
    openCaptioner: () => Promise.resolve(captioner),
    terminal,
    nowMs: () => performance.now(),
    signal: parts.signal ?? new AbortController().signal,
  });
  return { code, captioner, printed: terminal.printed, told: terminal.told, shown: terminal.shown };
}

const records = (text: string): Record<string, unknown>[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('plain output', () => {
  test('one photo gives its caption alone', async () => {
    const { code, printed, told, captioner } = await run([await picture('a.png', 200)]);
    expect({ code, printed, told }).toEqual({ code: 0, printed: 'grey 200\n', told: [] });
    expect(captioner.disposed).toBe(true);
  });

  test('an unsure caption is hedged, its alternatives are not', async () => {
    const { printed } = await run([await picture('a.png', 20)], { nBest: 2 });
    expect(printed).toBe('Perhaps: grey 20\ngrey 20, choice 2\n');
  });

  test('many photos give path, tab, caption in order; one that fails is told', async () => {
    const paths = [await picture('b.png', 100), damaged('x.jpg'), await picture('a.png', 200)];
    const { code, printed, told } = await run(paths);
    expect(printed).toBe(`${paths[0]}\tgrey 100\n${paths[2]}\tgrey 200\n`);
    expect(told).toEqual([
      expect.stringContaining(`${paths[1]} is not a picture`),
      '1 of 3 pictures failed.',
    ]);
    expect(code).toBe(1);
  });

  test('a folder with one photo names it too; tags come after a tab', async () => {
    const path = await picture('a.png', 200);
    expect((await run([folder], { tags: true })).printed).toBe(`${path}\tgrey 200\tgrey, flat\n`);
  });

  test('a name cannot break the line or reach the terminal', async () => {
    const path = await picture('a\n\u001b[2J\u202Eb.png', 200);
    const bad = damaged('\u001b]0;title\u0007.jpg');
    const { printed, told } = await run([path, bad]);
    expect(printed).toBe(`${folder}/a\\n\\u{1b}[2J\\u{202e}b.png\tgrey 200\n`);
    expect(told[0]).toContain(`${folder}/\\u{1b}]0;title\\u{7}.jpg is not a picture`);
  });
});

describe('records', () => {
  test('JSON lines hold what was promised, failures in their place', async () => {
    const paths = [await picture('a.png', 51), join(folder, 'gone.png')];
    const { code, printed, told } = await run(paths, { jsonl: true });
    expect(records(printed)).toEqual([
      {
        file: paths[0],
        caption: 'grey 51',
        probability: 0.2,
        hedged: true,
        alternatives: [
          { caption: 'grey 51', probability: 0.3333 },
          { caption: 'grey 51, choice 2', probability: 0.3333 },
          { caption: 'grey 51, choice 3', probability: 0.3333 },
        ],
        tags: [
          { tag: 'grey', probability: 0.9877 },
          { tag: 'flat', probability: 0.5 },
        ],
        model: 'fake@00000000',
        ms: expect.any(Number) as number,
      },
      {
        file: paths[1],
        error: { code: 'file/missing', message: expect.stringContaining('gone.png') as string },
      },
    ]);
    expect(code).toBe(1);
    expect(told).toEqual(['1 of 2 pictures failed.']);
  });

  test('JSON is one array', async () => {
    const paths = [await picture('a.png', 100), await picture('b.png', 101)];
    const { printed } = await run(paths, { json: true });
    expect((JSON.parse(printed) as { file: string }[]).map(({ file }) => file)).toEqual(paths);
    expect(JSON.parse((await run([paths[0] ?? ''], { json: true })).printed)).toHaveLength(1);
  });

  test('CSV has a header, and a line for each photo', async () => {
    const path = await picture('a, "b".png', 100);
    const [header, line, end] = (await run([path], { csv: true })).printed.split('\r\n');
    expect(header).toBe('file,caption,author,probability,hedged,alternatives,tags,model,error');
    expect(line).toContain(`"${folder}/a, ""b"".png",grey 100,model,0.3922,false,`);
    expect(end).toBe('');
  });

  test('any name a file system takes comes back from a record', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
      .filter((text) => !/[/\0]/.test(text) && !/^\.{1,2}$/.test(text));
    const bytes = readFileSync(await picture('a.png', 100));
    await fc.assert(
      fc.asyncProperty(name, async (text) => {
        const inside = mkdtempSync(join(folder, 'names-'));
        const path = join(inside, text);
        writeFileSync(path, bytes);
        const [record] = records((await run([path], { jsonl: true })).printed);
        expect(record).toMatchObject({ file: path, caption: 'grey 100' });
      }),
      { numRuns: 40 },
    );
  });
});

describe('sidecars', () => {
  test('lie beside their photos and are never overwritten unasked', async () => {
    await picture('a.png', 10);
    await picture('b.png', 20);
    writeFileSync(join(folder, 'b.txt'), 'my own words');
    const first = await run([folder], { sidecar: true });
    expect(first).toMatchObject({ code: 0, printed: '' });
    expect(first.told).toEqual([
      '1 picture had a text file already, which was left as it is (see --overwrite).',
    ]);
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('grey 10\n');
    expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('my own words');
    expect((await run([folder], { sidecar: true })).captioner.batches).toEqual([]);
    expect(await run([folder], { sidecar: true, overwrite: true })).toMatchObject({ code: 0, told: [] });
    expect(readFileSync(join(folder, 'b.txt'), 'utf8')).toBe('grey 20\n');
  });

  test('two photos that would share one are told apart', async () => {
    await picture('a.png', 10);
    await picture('a.webp', 20);
    const { code, told } = await run([folder], { sidecar: true });
    expect(code).toBe(1);
    expect(told[0]).toContain('its text would go into a.txt, as that of a.png does');
    expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('grey 10\n');
  });
});

describe('the list of photos', () => {
  test('comes from standard input, by lines or ended by NUL', async () => {
    const a = await picture('a.png', 100);
    const b = await picture('line\nbreak.png', 101);
    expect(records((await run(['-'], { jsonl: true }, { input: `${a}\r\n${a}\n` })).printed)).toMatchObject([
      { file: a },
    ]);
    const { printed } = await run(['-'], { jsonl: true }, { input: `${b}\0${a}\0` });
    expect(records(printed)).toMatchObject([{ file: b }, { file: a }]);
    await expect(run(['-'], {}, { input: '\n' })).rejects.toMatchObject({ code: 'usage' });
  });

  test('a folder without photos fails and the others go on', async () => {
    const a = await picture('a.png', 100);
    mkdirSync(join(folder, 'bare'));
    const { code, printed } = await run([join(folder, 'bare'), a], { jsonl: true });
    expect(code).toBe(1);
    expect(records(printed)).toMatchObject([{ error: { code: 'folder/empty' } }, { file: a }]);
  });
});

describe('stopping', () => {
  test('leaves whole records, closes the array and says how far it came', async () => {
    for (let i = 0; i < 30; i++) await picture(`${i}.png`, 100 + i);
    const controller = new AbortController();
    let prints = 0;
    const terminal = fakeTerminal({
      onPrint: () => {
        prints++;
        if (prints === 4) controller.abort();
      },
    });
    const stopped = runCaption(captionRun([folder], { json: true }), {
      openCaptioner: () => Promise.resolve(fakeCaptioner()),
      terminal,
      nowMs: () => performance.now(),
      signal: controller.signal,
    });
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    const written = JSON.parse(terminal.printed) as { file: string; caption: string }[];
    expect(written.length).toBeGreaterThanOrEqual(3);
    expect(written.length).toBeLessThan(30);
    expect(written.map(({ caption }) => caption)).toEqual(written.map((_, i) => `grey ${100 + i}`));
    expect(terminal.told).toEqual([`Stopped after ${written.length} of 30 pictures.`]);
  });

  test('a model that does not open is told, and nothing is printed', async () => {
    const terminal = fakeTerminal();
    const failed = runCaption(captionRun([await picture('a.png', 1)], { json: true }), {
      openCaptioner: () => Promise.reject(new AppError('model/missing', 'No model.')),
      terminal,
      nowMs: () => 0,
      signal: new AbortController().signal,
    });
    await expect(failed).rejects.toMatchObject({ code: 'model/missing' });
    expect(terminal.printed).toBe('');
  });
});

test('progress is shown to a person only, and taken away at the end', async () => {
  const paths = [await picture('a.png', 100), await picture('b.png', 100)];
  const { shown } = await run(paths, { jsonl: true }, { isWatched: true });
  expect(shown[0]).toBe('[....................] 0 of 2');
  expect(shown.find((line) => line.includes('2 of 2'))).toMatch(
    /^\[#{20}\] 2 of 2 {2}[\d.]+ a second, 0:00 left$/,
  );
  expect(shown.at(-1)).toBe('');
  expect((await run(paths)).shown.filter((line) => line !== '')).toEqual([]);
  expect(readdirSync(folder)).toEqual(['a.png', 'b.png']);
});

// The command as a user starts it: a process of its own, its exit code, and what it leaves behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeModelFolder } from '../../src/engine/modelFolder.ts';
import { writeReporterFolder } from '../../src/engine/reporterFolder.ts';
import { randomModel } from '../model/randomModel.ts';
import { randomReporter } from '../model/randomReporter.ts';

const main = join(import.meta.dirname, '../../src/cli/main.ts');
const fixtures = join(import.meta.dirname, '../fixtures/images');
const coffee = join(fixtures, 'golden/coffee.jpg');

let folder = '';
let model = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cli-'));
  model = join(folder, 'model');
  await writeModelFolder(model, randomModel());
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [main, ...args], { stdio: 'pipe' });
}

async function finish(child: ChildProcess) {
  let [out, err] = ['', ''];
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const run = (...args: string[]) => finish(start(args));

describe('help and mistakes', () => {
  test('--version and --help', async () => {
    expect(await run('--version')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
    const help = await run('caption', '--help');
    expect(help).toMatchObject({ code: 0, err: '' });
    expect(help.out).toContain('Examples:\n  ekphrasis caption beach.jpg');
    expect((await run('--help')).out).toContain('caption');
  });

  test.each([
    [[], /Usage: ekphrasis/],
    [['paint'], /unknown command 'paint'/],
    [['constructor'], /unknown command 'constructor'/],
    [['caption'], /missing required argument 'path'/],
    [['caption', '--loud', 'a.jpg'], /unknown option '--loud'/],
    [['caption', '--json', '--csv', 'a.jpg'], /cannot be used with/],
    [['caption', '--beam', '0', 'a.jpg'], /whole number from 1 to 10/],
    [['caption', '--n-best', '5', '--beam', '2', 'a.jpg'], /--n-best 5 needs --beam 5/],
    [['caption', '--overwrite', 'a.jpg'], /--overwrite goes with --sidecar/],
    [['caption', '--backend', 'abacus', 'a.jpg'], /Allowed choices are wasm, native, cpu/],
    [['report'], /missing required argument 'path'/],
    [['report', '--json', '--jsonl', 'a.png'], /cannot be used with/],
  ])('%j is wrong usage: 2', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});

describe('captions', () => {
  test('a photo: 0, and its caption alone', async () => {
    const { code, out, err } = await run('caption', coffee, '--model', model);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^[^\n\t]+\n$/);
  });

  test('a photo that fails among others: 1, and the others are captioned', async () => {
    const bad = join(fixtures, 'invalid/unsupported/text.jpg');
    const { code, out } = await run('caption', bad, coffee, fixtures, '--jsonl', '--model', model);
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(code).toBe(1);
    expect(records).toMatchObject([
      { file: bad, error: { code: 'image/unsupported' } },
      {
        file: coffee,
        caption: expect.any(String) as string,
        model: expect.stringMatching(/^tiny@/) as string,
      },
      { file: fixtures, error: { code: 'folder/empty' } },
    ]);
  });

  test('a folder that is no model: 1, in a sentence', async () => {
    const { code, out, err } = await run('caption', coffee, '--model', join(folder, 'nowhere'));
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/^There is no model in .*nowhere: .+\n$/);
  });

  test('a list on standard input', async () => {
    const child = start(['caption', '-', '--csv', '--model', model]);
    child.stdin?.end(`${coffee}\n${join(folder, 'gone.jpg')}\n`);
    const { code, out } = await finish(child);
    expect(code).toBe(1);
    expect(out.split('\r\n')).toHaveLength(4);
  });

  test('a reader that goes away ends it quietly', async () => {
    const child = start(['caption', ...copies('pipe', 40), '--jsonl', '--model', model]);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { code, err } = await finish(child);
    expect({ code, err: err.replace(/^Stopped after \d+ of 40 pictures\.\n$/, '') }).toEqual({
      code: 0,
      err: '',
    });
  });
});

describe('reports', () => {
  test('a study that fails among others: 1, and a record for each', async () => {
    const reporter = join(folder, 'reporter');
    await writeReporterFolder(reporter, randomReporter());
    const [study, empty] = [join(folder, 'study'), join(folder, 'empty')];
    mkdirSync(study);
    mkdirSync(empty);
    copyFileSync(coffee, join(study, 'film.jpg'));
    const { code, out, err } = await run('report', study, empty, '--jsonl', '--model', reporter);
    const records = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(records).toMatchObject([
      { uid: 'study', text: expect.any(String) as string, gate: [{ kind: 'frontal' }] },
      { uid: 'empty', error: expect.any(String) as string },
    ]);
  });

  test('too many films for one study: 2, in a sentence', async () => {
    const { code, out, err } = await run('report', ...copies('films', 5));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^5 films are too many for one study: .+\n$/);
  });
});

/** Copies of a photo in a folder of their own; their paths. */
function copies(name: string, count: number): string[] {
  const inside = join(folder, name);
  mkdirSync(inside);
  const paths = Array.from({ length: count }, (_, i) => join(inside, `${i}.jpg`));
  for (const path of paths) copyFileSync(coffee, path);
  return paths;
}

describe.skipIf(process.platform === 'win32')('Ctrl-C (skipped on Windows, which has no signals)', () => {
  test('leaves whole sidecars, no temporary files, and says where it stopped', async () => {
    const count = 60;
    const inside = join(copies('sidecars', count)[0] ?? '', '..');
    const child = start(['caption', inside, '--sidecar', '--model', model]);
    const watcher = watch(inside, (_event, name) => {
      if (name?.endsWith('.txt') !== true) return;
      watcher.close();
      // Twice: a terminal and npm may both deliver it.
      child.kill('SIGINT');
      child.kill('SIGINT');
    });
    const { code, err } = await finish(child);
    expect(code).toBe(130);
    const written = readdirSync(inside).filter((name) => !name.endsWith('.jpg'));
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(count);
    expect(written.filter((name) => !/^\d+\.txt$/.test(name))).toEqual([]);
    for (const name of written) expect(readFileSync(join(inside, name), 'utf8')).toMatch(/^.+\n$/);
    expect(err).toBe(`Stopped after ${written.length} of ${count} pictures.\n`);
  });

  test('leaves whole records', async () => {
    const child = start(['caption', ...copies('records', 60), '--json', '--model', model]);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { code, out } = await finish(child);
    expect(code).toBe(130);
    expect((JSON.parse(out) as unknown[]).length).toBeLessThan(60);
  });
});

// A drawing never reaches for anything outside its file.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { decodeImage } from '../../src/image/decode.ts';
import { withoutOutside } from '../../src/image/formats/svg.ts';

const open =
  '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="8" height="8">';

test.each([
  ['<image href="http://example.org/a.png"/>', '<image />'],
  ["<image xlink:href = '/etc/passwd'/>", '<image />'],
  ['<use href="other.svg#part"/>', '<use />'],
  ['<use href="#part"/>', '<use href="#part"/>'],
  ['<use xlink:href="#part"/>', '<use xlink:href="#part"/>'],
  ['<image href="data:image/png;base64,AAAA"/>', '<image href="data:image/png;base64,AAAA"/>'],
  ['<image href="data:image/svg+xml,x"/>', '<image />'],
  ['<rect fill="url(#shade)"/>', '<rect fill="url(#shade)"/>'],
  ['<rect style="fill:url(\'#shade\')"/>', '<rect style="fill:url(\'#shade\')"/>'],
  ['<rect fill="url(https://example.org/a#b)"/>', '<rect fill="none"/>'],
  ['<style>@import "a.css"; r{}</style>', '<style> r{}</style>'],
  ['<style>@font-face{src:url(//example.org/f)}</style>', '<style>@font-face{src:none}</style>'],
  ['<?xml-stylesheet href="a.css"?><g/>', '<g/>'],
  ['<use href="&link;"/>', '<use />'],
])('%s becomes %s', (before, after) => {
  expect(withoutOutside(before, 'a.svg')).toBe(after);
});

test('external entities are refused', () => {
  const text = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg>&a;</svg>';
  expect(() => withoutOutside(text, 'a.svg')).toThrow(/^a\.svg includes other files/);
});

test('nothing is asked of the network, and no other file is drawn', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'svg-'));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const red = join(folder, 'red.png');
    await sharp({ create: { width: 8, height: 8, channels: 3, background: '#f00' } }).toFile(red);
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const path = join(folder, 'drawing.svg');
    const references = [`${address}/a.png`, pathToFileURL(red).href, 'red.png', red]
      .flatMap((to) => [
        `<image width="8" height="8" href="${to}"/>`,
        `<image width="8" height="8" xlink:href='${to}'/>`,
      ])
      .join('');
    writeFileSync(
      path,
      `<?xml-stylesheet href="${address}/b.css"?>${open}<style>@import url(${address}/c.css);</style>` +
        `<rect width="8" height="8" fill="#00f"/>${references}</svg>`,
    );
    const image = await decodeImage({ path }, { width: 1, height: 1 });
    expect([...image.data]).toEqual([0, 0, 255]);
    expect(asked).toEqual([]);
  } finally {
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  }
});

test('a nest of entities does not grow without end', async () => {
  const levels = Array.from({ length: 20 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join(
    '',
  );
  const text = `<!DOCTYPE svg [<!ENTITY e0 "boom">${levels}]>${open}<text>&e20;</text></svg>`;
  await expect(
    decodeImage({ bytes: Buffer.from(text), name: 'nest.svg' }, { width: 4, height: 4 }),
  ).rejects.toThrow(/nest\.svg/);
});

// A Word document, unzipped and read.
import { fromBuffer } from 'yauzl';
import { expect, test } from 'vitest';
import { toDocx } from '../../src/report/docx.ts';
import { toPlainText } from '../../src/report/plainText.ts';
import type { Report } from '../../src/report/report.ts';
import { signedReport, worked } from './sampleReport.ts';

/** Every file of the archive as text. */
function unzip(bytes: Uint8Array): Promise<ReadonlyMap<string, string>> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true }, (error, archive) => {
      if (error) {
        reject(error);
        return;
      }
      const files = new Map<string, string>();
      archive.on('error', reject);
      archive.on('end', () => resolve(files));
      archive.on('entry', ({ fileName }: { fileName: string }) => files.set(fileName, ''));
      archive.on('entry', (entry: Parameters<typeof archive.openReadStream>[0]) => {
        archive.openReadStream(entry, (failure, stream) => {
          if (failure) {
            reject(failure);
            return;
          }
          const chunks: Buffer[] = [];
          stream.on('data', (chunk: Buffer) => chunks.push(chunk));
          stream.on('end', () => {
            files.set(entry.fileName, Buffer.concat(chunks).toString('utf8'));
            archive.readEntry();
          });
        });
      });
      archive.readEntry();
    });
  });
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescaped = (text: string): string =>
  text.replace(/&(\w+);/g, (_, name: string) => entities[name] ?? '?');

/** Its paragraphs: style and text, a break as a line end. */
const paragraphsOf = (
  xml: string,
): readonly { readonly style: string | undefined; readonly text: string }[] =>
  [...xml.matchAll(/<w:p[ >].*?<\/w:p>/gs)].map(([paragraph]) => ({
    style: /<w:pStyle w:val="([^"]*)"/.exec(paragraph)?.[1],
    text: [...paragraph.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>|<w:br\/>/g)]
      .map(([tag, text]) => (tag.startsWith('<w:br') ? '\n' : unescaped(text ?? '')))
      .join(''),
  }));

async function read(report: Report, includePatient = false) {
  const files = await unzip(await toDocx(report, { includePatient }));
  const all = [...files.values()].join('\n');
  const xml = files.get('word/document.xml') ?? '';
  return { files, all, paragraphs: paragraphsOf(xml) };
}

test('says what the plain text says, under real headings', async () => {
  for (const report of [worked, signedReport]) {
    const { paragraphs } = await read(report, true);
    const text = paragraphs.map((paragraph) => paragraph.text).join('\n');
    for (const line of toPlainText(report, { includePatient: true }).split('\n')) {
      if (line !== line.toUpperCase()) expect(text).toContain(line);
    }
    const headings = paragraphs.filter(({ style }) => style === 'Heading1').map((one) => one.text);
    expect(headings.slice(0, 3)).toEqual(['Findings', 'Impression', 'Provenance of each sentence']);
    expect(paragraphs[0]).toEqual({ style: 'Title', text: 'Chest X-ray report' });
  }
});

test('a draft says so on every page, pages are numbered, and no patient is in any part of the file', async () => {
  const draft = await read(worked);
  const signed = await read(signedReport);
  const edge = (kind: string, { files }: typeof draft): string =>
    [...files].filter(([name]) => name.startsWith(`word/${kind}`)).join('\n');
  expect(edge('header', draft)).toContain('DRAFT');
  expect(edge('header', signed)).not.toContain('DRAFT');
  for (const { files, all } of [draft, signed]) {
    expect(edge('footer', { files } as typeof draft)).toMatch(/PAGE.*NUMPAGES/s);
    expect(all).not.toMatch(/Παππά|HOSP|1970/);
  }
});

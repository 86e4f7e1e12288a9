// The font of reports as PDF: DejaVu Sans, which has Latin, Greek, Cyrillic and the signs that reports use.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { readError } from '../files/fileError.ts';
import type { PdfFonts } from '../report/pdf.ts';

/** @throws AppError file/missing, file/unreadable: the app is not whole */
export async function readReportFonts(): Promise<PdfFonts> {
  const { resolve } = createRequire(import.meta.url);
  const read = async (name: string): Promise<Uint8Array> => {
    const path = resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
    try {
      return await readFile(path);
    } catch (error) {
      throw readError(path, error);
    }
  };
  return { regular: await read('DejaVuSans'), bold: await read('DejaVuSans-Bold') };
}

// What the shipped reporter drafts for a few validation studies of ../shared/data/iu-xray.
import { join } from 'node:path';
import { readOpenI } from '../../src/data/openI.ts';
import { openReporter } from '../../src/engine/openReporter.ts';
import { decodeImage } from '../../src/image/decode.ts';
import { sharedPath } from '../needs.ts';

/** The first two normal and the first two abnormal ones of the split. */
const uids = ['7', '9', '80', '89'];

export interface GoldenDrafts {
  readonly model: string;
  readonly studies: readonly {
    readonly uid: string;
    readonly views: readonly string[];
    readonly findings: readonly string[];
    readonly impression: readonly string[];
  }[];
}

export async function draftGolden(): Promise<GoldenDrafts> {
  const { splits } = await readOpenI(sharedPath('data/iu-xray'));
  const reporter = await openReporter(join(import.meta.dirname, '../../models/chest-xray-reporter'), 'wasm');
  const size = { width: reporter.inputSize, height: reporter.inputSize };
  const studies: GoldenDrafts['studies'][number][] = [];
  for (const { uid, images } of splits.val.filter((study) => uids.includes(study.uid))) {
    const films = await Promise.all(
      images.map(async ({ file, read }) => ({
        hash: file,
        pixels: await decodeImage({ bytes: await read(), name: file }, size),
        overridden: false,
      })),
    );
    const { gates, draft } = await reporter.read(films, {});
    const of = (section: string): string[] =>
      (draft?.sentences ?? [])
        .filter((sentence) => sentence.section === section)
        .map((one) => one.draft.text);
    const views = gates.map(({ kind }) => kind);
    studies.push({ uid, views, findings: of('findings'), impression: of('impression') });
  }
  reporter.dispose();
  return { model: reporter.model, studies };
}

// Every word of the window, in English. Plain, short, sentence case; numbers carry units.
import { enDetail } from './enDetail.ts';
import { enPhotos } from './enPhotos.ts';
import { enReports } from './enReports.ts';
import { enShell } from './enShell.ts';

export const en = { ...enShell, ...enPhotos, ...enDetail, ...enReports };

/** What another language must give. */
export type Catalogue = typeof en;

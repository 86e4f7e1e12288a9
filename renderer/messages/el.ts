// Every word of the window, in Greek. Buttons are nouns, sentences speak to the person politely, in the plural.
import { elDetail } from './elDetail.ts';
import { elPhotos } from './elPhotos.ts';
import { elReports } from './elReports.ts';
import { elShell } from './elShell.ts';
import type { Catalogue } from './en.ts';

export const el: Catalogue = { ...elShell, ...elPhotos, ...elDetail, ...elReports };

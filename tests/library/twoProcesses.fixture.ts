// A second process at the same library: writes so many captions to the photo that it is told, then ends.
import { editCaption } from '../../src/library/captions.ts';
import { openLibrary } from '../../src/library/openLibrary.ts';

const [folder = '', photoId = '0', name = '', count = '0'] = process.argv.slice(2);
const { db } = await openLibrary(folder, 0);
for (let i = 0; i < Number(count); i += 1) editCaption(db, Number(photoId), `${name} ${i}`, Date.now());
db.close();

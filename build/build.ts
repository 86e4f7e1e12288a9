// `npm run build`: everything into dist/.
import { projectRoot } from './projectRoot.ts';
import { buildTargets } from './targets.ts';

await buildTargets(projectRoot, 'all');

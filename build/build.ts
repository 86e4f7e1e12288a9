// `npm run build`: everything into dist/; `npm run build -- stale`: what has changed.
import { projectRoot } from './projectRoot.ts';
import { buildTargets } from './targets.ts';

await buildTargets(projectRoot, process.argv.includes('stale') ? 'stale' : 'all');

// Checks a list as every command does before anything else.
import { PROJECT } from '../child.ts';
import { options, tell, timed } from './stopwatch.ts';

const { path } = options<{ path: string }>();
// The build, because the schema is compiled into it.
const { loadConfiguration } = (await import(
  `${PROJECT}/dist/config/load.js`
)) as typeof import('../../../src/config/load.ts');
const { value, ...took } = await timed(() => loadConfiguration({ paths: [path], cwd: '/' }));
if (!value.ok) throw new Error(value.problem[0]?.summary);
tell(took);

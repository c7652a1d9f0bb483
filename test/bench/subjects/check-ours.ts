// Checks a list as every command does before anything else.
import type { loadConfiguration as Load } from '../../../src/config/load.ts';
import { PROJECT } from '../child.ts';
import { options, tell, timed } from './stopwatch.ts';

const { path } = options() as { path: string };
// The build, because the schema is compiled into it.
const { loadConfiguration } = (await import(`${PROJECT}/dist/config/load.js`)) as {
  loadConfiguration: typeof Load;
};
const { value, ...took } = await timed(() => loadConfiguration({ paths: [path], cwd: '/' }));
if (!value.ok) throw new Error(value.problem[0]?.summary);
tell(took);

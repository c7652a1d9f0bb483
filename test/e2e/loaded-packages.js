// Loaded into a command (`node --import`): names, at the end, the CommonJS packages that it has loaded, each with the
// number of its files.
import { createRequire } from 'node:module';

process.on('exit', () => {
  const counts = {};
  for (const file of Object.keys(createRequire(import.meta.url).cache)) {
    const [, name] = /node_modules[\\/]([\w-]+)/.exec(file) ?? [];
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  process.stderr.write(`loaded: ${JSON.stringify(counts)}\n`);
});

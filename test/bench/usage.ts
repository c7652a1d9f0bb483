// Loaded into measured Node programs (`node --import`): tells at the end what the process has used.
import { writeSync } from 'node:fs';

/** The pipe that child.ts opens for it. */
const PIPE = 3;

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1_000, peakMb: maxRSS / 1_024 };
  writeSync(PIPE, JSON.stringify(usage));
});

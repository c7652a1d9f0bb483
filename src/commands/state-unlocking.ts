// flowrecon state unlock: takes away the lease of a run that is known to be dead but cannot be seen to be.
import type { Diagnostic } from '../core/diagnostic.ts';
import { describeOwner } from '../core/lease.ts';
import type { StateBackend } from '../core/ports.ts';
import { success } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { inOneLine } from './state-answer.ts';
import type { StateAnswer } from './state-answer.ts';

/** Breaks the lease on a state. */
export async function unlockState(backend: StateBackend): Promise<Result<StateAnswer, Diagnostic>> {
  const broken = await backend.breakLease();
  if (!broken.ok) return broken;
  const owner = broken.value;
  if (owner === undefined)
    return success({ text: inOneLine(`${backend.location} is not locked.`), members: { unlocked: null } });
  const text = `The lock of ${describeOwner(owner)} is gone. If that run still lives, it stops at its next request.`;
  return success({ text: inOneLine(text), members: { unlocked: owner } });
}

// What can stand at the cursor as a script of completion reads it: a first line that says whether the shell is to offer
// files, then one line for each candidate. Pure. A text with a line break or another control character is left out: no line
// of a shell holds it.
import type { Completion, Shell } from '../core/completion.ts';

/** The lines for one shell; fish, zsh and PowerShell show what a candidate is for, behind a tab. */
export function completionLines(shell: Shell, { prefix, before, candidates, wants }: Completion): string {
  // bash replaces only what stands behind a `=`, the others the word as a whole.
  const kept = shell === 'bash' ? '' : before;
  const lines = candidates
    .filter(({ text }) => text.startsWith(prefix) && !/[\u0000-\u001f\u007f]/.test(text))
    .map(({ text, says }) => `${kept}${text}${shell === 'bash' || says === '' ? '' : `\t${says}`}`);
  return [wants === 'files' ? 'files' : 'words', ...lines, ''].join('\n');
}

// Compares a text with the golden file of its name; `vitest -u` rewrites goldens, which are then reviewed as text.
import { join } from 'node:path';
import { expect } from 'vitest';

/** Fails unless the text is what the golden file holds. */
export async function expectGolden(name: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, 'golden', name));
}

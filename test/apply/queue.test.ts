// The order in which tasks wait, whatever comes while others leave.
import { expect, test } from 'vitest';
import fc from 'fast-check';
import { Queue } from '../../src/apply/queue.ts';

test('what comes first leaves first, whenever it comes', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.integer())), (steps) => {
      const queue = new Queue<number>();
      const model: number[] = [];
      for (const step of steps) {
        if (step === null) expect(queue.shift()).toBe(model.shift());
        else {
          queue.push(step);
          model.push(step);
        }
        expect(queue.size).toBe(model.length);
      }
    }),
  );
});

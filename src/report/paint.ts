// Colours for text. The one home of the colour library; everything else paints through this interface.
import picocolors from 'picocolors';

/** Ways of marking a piece of text. */
export interface Paint {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly green: (text: string) => string;
  readonly cyan: (text: string) => string;
}

/** Colours, or none. */
export function createPaint(coloured: boolean): Paint {
  return picocolors.createColors(coloured);
}

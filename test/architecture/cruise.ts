// Runs the rules over a source tree through dependency-cruiser's programmatic interface.
import { cruise } from 'dependency-cruiser';
import { rules } from './rules.ts';

/** One broken rule, by name, and the import that breaks it. */
export interface Violation {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

/** Every import under `<root>/src` and `<root>/test` that breaks a rule, type-only imports included. */
export async function findViolations(root: string): Promise<readonly Violation[]> {
  const { output } = await cruise(['src', 'test'], {
    baseDir: root,
    validate: true,
    ruleSet: { forbidden: [...rules] },
    tsPreCompilationDeps: true,
    detectProcessBuiltinModuleCalls: true,
    doNotFollow: { path: ['(^|/)node_modules/', '^dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default', 'require'],
    },
  });
  if (typeof output === 'string')
    throw new TypeError('dependency-cruiser answered with text, not with a result');
  return output.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}

/** The violations as a person reads them: what breaks which rule, and where the code belongs. */
export function describeViolation({ rule, from, to }: Violation): string {
  const comment = rules.find(({ name }) => name === rule)?.comment ?? '';
  return `${rule}: ${from} -> ${to}\n  ${comment}`;
}

// What stands on the platform and is nobody's here: neither desired nor recorded. Counted and listed, never touched.
import type { ObservedConnection } from './connection.ts';
import type { Claims, SandboxIndex } from './match.ts';
import { compareText } from './order.ts';

/** A connection that nobody asked for. */
export interface Unmanaged {
  readonly sandbox: string;
  readonly connection: ObservedConnection;
}

/** Everything that stands, is recorded under no key and adopted by none, in a fixed order. */
export function findUnmanaged(
  indexes: ReadonlyMap<string, SandboxIndex>,
  claims: Claims,
  adopted: ReadonlySet<string>,
): Unmanaged[] {
  const found = [...indexes].flatMap(([sandbox, index]) =>
    [...index.byId.values()]
      .filter(({ id }) => !claims.byId.has(id) && !adopted.has(id))
      .map((connection) => ({ sandbox, connection })),
  );
  const rank = ({ sandbox, connection }: Unmanaged): string =>
    [sandbox, connection.name, connection.id].join('\n');
  return found.sort((left, right) => compareText(rank(left), rank(right)));
}

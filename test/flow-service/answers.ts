// Answers of the platform as they come from a socket.
import type { Answer } from '../../src/flow-service/classify.ts';

/** An answer with a body, given as text or as JSON. */
export function anAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, header: (name) => headers[name] ?? null, body: text };
}

/** The current form of an error of the Flow Service. */
export function currentError(code: string, status: number, message: string): object {
  const report = { 'detailed-message': message, id: 'x', 'request-id': 'req-9', type: 'connections' };
  const type = `https://ns.adobe.com/aep/errors/${code}`;
  return { type, title: 'T', status, report, errorMessage: message, errorDetails: message };
}

// Shapes of what goes over the wire, as the public documentation of the Flow Service, IMS and the Sandbox API gives
// them. Types only: nothing read from a socket may be trusted to have these shapes until translate.ts has checked it.

/** `POST /ims/token/v3`, successful reply. `expires_in` is in seconds (legacy replies: milliseconds). */
export interface WireToken {
  access_token: string;
  token_type: string;
  expires_in: number;
}

/** IMS error reply. */
export interface WireTokenError {
  error: string;
  error_description?: string;
}

/** `auth` of a connection. */
interface WireAuth {
  specName: string;
  params: Record<string, unknown>;
}

/** Body of `POST /connections`. */
export interface WireCreateBody {
  name: string;
  description?: string;
  auth: WireAuth;
  connectionSpec: { id: string; version: string };
}

/** Reply of `POST /connections` (201) and `PATCH /connections/{id}` (200). The etag includes its double quotes. */
export interface WireIdentity {
  id: string;
  etag: string;
}

/** A connection as listed by `GET /connections` and `GET /connections/{id}`. */
export interface WireConnection {
  id: string;
  /** Epoch milliseconds. */
  createdAt?: number;
  updatedAt?: number;
  createdBy?: string;
  updatedBy?: string;
  createdClient?: string;
  updatedClient?: string;
  sandboxId?: string;
  sandboxName?: string;
  imsOrgId?: string;
  name: string;
  description?: string;
  connectionSpec: { id: string; version?: string };
  state?: string;
  auth?: WireAuth;
  /** Equal to the etag; not a counter. */
  version?: string;
  etag?: string;
  lastOperation?: { started: number; updated: number; operation: string };
}

/** Reply of `GET /connections` and, with one item, of `GET /connections/{id}`. */
export interface WirePage {
  items: WireConnection[];
  /** `{}` on the last page. */
  _links?: { next?: { href: string } };
}

/** One operation of the JSON Patch array that `PATCH /connections/{id}` takes (RFC 6902, lower case). */
export interface WirePatchOperation {
  op: 'add' | 'replace' | 'remove';
  path: string;
  value?: unknown;
}

/** Flow Service error, current form. */
export interface WireFlowServiceError {
  type: string;
  title: string;
  status: number;
  report?: { 'detailed-message'?: string; 'request-id'?: string; id?: string; type?: string };
  errorMessage?: string;
  errorDetails?: string;
}

/** Gateway error, raised before the service is reached. `error_code` is text in the guide, a number elsewhere. */
export interface WireGatewayError {
  error_code: string | number;
  message: string;
}

/** One sandbox in the reply of the Sandbox API. */
export interface WireSandbox {
  name: string;
  title: string;
  state: string;
  type: string;
  region: string;
  isDefault: boolean;
}

/** Reply of `GET /data/foundation/sandbox-management/`. */
export interface WireSandboxPage {
  sandboxes: WireSandbox[];
  _page: { limit: number; count: number };
  _links: Record<string, unknown>;
}

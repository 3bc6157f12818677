import { call, stepOf, type AuthStep } from "./auth";

/** Passkeys: the browser's WebAuthn, whose options and answers travel as JSON with base64url in place of bytes. */

export interface Passkey {
  id: number;
  name: string;
  created_at: number;
  last_used_at: number | null;
}

/** Why there can be no passkeys here: browsers make them for https and localhost only, never for a bare number. */
export type PasskeyTrouble = "insecure" | "number" | "unsupported" | null;

export function passkeyTrouble(): PasskeyTrouble {
  if (!window.isSecureContext) return "insecure";
  if (/^[\d.]+$|:/.test(window.location.hostname)) return "number";
  return "PublicKeyCredential" in window ? null : "unsupported";
}

/** The person closed the browser's question, or it ran out of time. */
export class PasskeyCancelled extends Error {}

interface Described {
  id: string;
  type: "public-key";
  transports?: AuthenticatorTransport[];
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.codePointAt(0)!);
}

function text(buffer: ArrayBuffer | null): string | null {
  if (!buffer) return null;
  return btoa(String.fromCodePoint(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const known = (list: Described[] | undefined) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function ask(work: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await work();
    if (credential) return credential as PublicKeyCredential;
  } catch (error) {
    if (!(error instanceof DOMException && (error.name === "NotAllowedError" || error.name === "AbortError"))) throw error;
  }
  throw new PasskeyCancelled();
}

function outline(credential: PublicKeyCredential) {
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, clientExtensionResults: credential.getClientExtensionResults() };
}

async function assertion(options: unknown): Promise<object> {
  const given = (options as { publicKey: { challenge: string; allowCredentials?: Described[] } }).publicKey;
  const publicKey = { ...given, challenge: bytes(given.challenge), allowCredentials: known(given.allowCredentials) };
  const credential = await ask(() => navigator.credentials.get({ publicKey }));
  const answer = credential.response as AuthenticatorAssertionResponse;
  return {
    ...outline(credential),
    response: { clientDataJSON: text(answer.clientDataJSON), authenticatorData: text(answer.authenticatorData), signature: text(answer.signature), userHandle: text(answer.userHandle) },
  };
}

/** Signs in without a name and a password. Raises PasskeyCancelled, ApiError. */
export async function signInWithPasskey(): Promise<AuthStep> {
  const begun = await call("GET", "/auth/webauthn/login");
  return stepOf(await call("POST", "/auth/webauthn/login", { credential: await assertion(begun.data?.request_options) }));
}

/** The second step after a password. Raises PasskeyCancelled, ApiError. */
export async function secondStepWithPasskey(): Promise<AuthStep> {
  const begun = await call("GET", "/auth/webauthn/authenticate");
  if (!begun.data?.request_options) return stepOf(begun);
  return stepOf(await call("POST", "/auth/webauthn/authenticate", { credential: await assertion(begun.data.request_options) }));
}

export async function readPasskeys(): Promise<Passkey[]> {
  const answer = await call("GET", "/account/authenticators");
  return ((answer.data as unknown as (Passkey & { type: string })[]) ?? []).filter((one) => one.type === "webauthn");
}

/** Makes a passkey on this device or a key beside it. `codes`: recovery codes were made with it. Raises PasskeyCancelled, ApiError. */
export async function addPasskey(name: string): Promise<{ step: AuthStep; codes: boolean }> {
  const begun = await call("GET", "/account/authenticators/webauthn?passwordless");
  if (begun.status === 401) return { step: stepOf(begun), codes: false };
  const given = (begun.data as unknown as { creation_options: { publicKey: Record<string, unknown> } }).creation_options.publicKey;
  const user = given.user as { id: string; name: string; displayName: string };
  const publicKey = {
    ...(given as unknown as PublicKeyCredentialCreationOptions),
    challenge: bytes(String(given.challenge)),
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: known(given.excludeCredentials as Described[] | undefined),
  };
  const credential = await ask(() => navigator.credentials.create({ publicKey }));
  const answer = credential.response as AuthenticatorAttestationResponse;
  const response = { clientDataJSON: text(answer.clientDataJSON), attestationObject: text(answer.attestationObject), transports: answer.getTransports?.() ?? [] };
  const done = await call("POST", "/account/authenticators/webauthn", { name, passwordless: true, credential: { ...outline(credential), response } });
  return { step: stepOf(done), codes: Boolean(done.meta?.recovery_codes_generated) };
}

export async function renamePasskey(id: number, name: string): Promise<AuthStep> {
  return stepOf(await call("PUT", "/account/authenticators/webauthn", { id, name }));
}

export async function removePasskey(id: number): Promise<AuthStep> {
  return stepOf(await call("DELETE", "/account/authenticators/webauthn", { authenticators: [id] }));
}

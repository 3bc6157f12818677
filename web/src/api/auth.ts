import { send } from "./client";
import { ApiError } from "./errors";

/** Session, password and two-step login: allauth's browser API, whose answers have a shape of their own. */
const AUTH = "/_allauth/browser/v1";

interface AuthError {
  message: string;
  code: string;
  param?: string;
}

interface Flow {
  id: string;
  is_pending?: boolean;
  /** What the second step can be taken with. */
  types?: string[];
}

export interface AuthBody {
  status: number;
  data?: Record<string, unknown> & { flows?: Flow[] };
  errors?: AuthError[];
  meta?: Record<string, unknown>;
}

/** What the server wants next: nothing, the second step, the password again, or a log-in from the start. */
export type AuthStep = "done" | "second" | "reauthenticate" | "signed_out";

export async function call(method: string, path: string, body?: unknown): Promise<AuthBody> {
  const response = await send(method, AUTH + path, body === undefined ? {} : { body });
  const text = await response.text();
  let answer: AuthBody = { status: response.status };
  try {
    answer = { ...answer, ...(JSON.parse(text) as AuthBody) };
  } catch {
    // A proxy or a crash answered with a page: the status alone tells the story.
  }
  if (response.ok || response.status === 401 || (response.status === 404 && answer.meta)) return answer;
  throw toApiError(response.status, answer);
}

function toApiError(status: number, answer: AuthBody): ApiError {
  const fields: Record<string, string[]> = {};
  for (const error of answer.errors ?? []) if (error.param) (fields[error.param] ??= []).push(error.message);
  const first = answer.errors?.[0];
  return new ApiError(status, { code: first?.code ?? `http_${status}`, message: first?.message ?? "", fields });
}

export function stepOf(answer: AuthBody): AuthStep {
  if (answer.status !== 401) return "done";
  const flows = answer.data?.flows ?? [];
  if (flows.some((flow) => flow.id === "mfa_authenticate" && flow.is_pending)) return "second";
  if (flows.some((flow) => flow.id === "reauthenticate" || flow.id === "mfa_reauthenticate")) return "reauthenticate";
  return "signed_out";
}

/** Also fetches the CSRF cookie, which the very first visitor does not have yet. */
export async function prepareLogin(): Promise<void> {
  await call("GET", "/config");
}

/** Where this browser stands: signed in, before the second step (and with what it can be taken), or at the start. */
export async function readSession(): Promise<{ step: AuthStep; types: string[] }> {
  const answer = await call("GET", "/auth/session");
  const pending = answer.data?.flows?.find((flow) => flow.id === "mfa_authenticate" && flow.is_pending);
  return { step: stepOf(answer), types: pending?.types ?? [] };
}

/**
 * Where to go to sign in with an account of another system, or to link one. `reauthenticate`: the password is asked for first.
 * Raises ApiError when that system cannot be reached or is switched off.
 */
export async function providerAddress(provider: string, process: "login" | "connect", next = "/"): Promise<{ step: AuthStep; location: string }> {
  const answer = await call("POST", "/auth/provider/redirect", { provider, process, next });
  return { step: stepOf(answer), location: String(answer.data?.location ?? "") };
}

/** `name` is the user name or the e-mail of the account. */
export async function signIn(name: string, password: string): Promise<AuthStep> {
  const who = name.includes("@") ? { email: name } : { username: name };
  return stepOf(await call("POST", "/auth/login", { ...who, password }));
}

export async function signInSecond(code: string): Promise<AuthStep> {
  return stepOf(await call("POST", "/auth/2fa/authenticate", { code }));
}

export async function signOut(): Promise<void> {
  await call("DELETE", "/auth/session");
}

export async function reauthenticate(password: string): Promise<AuthStep> {
  return stepOf(await call("POST", "/auth/reauthenticate", { password }));
}

export async function changePassword(current: string, next: string): Promise<AuthStep> {
  return stepOf(await call("POST", "/account/password/change", { current_password: current, new_password: next }));
}

/** Sends a letter with a link, if the address has an account. */
export async function requestReset(email: string): Promise<void> {
  await call("POST", "/auth/password/request", { email });
}

/** Sets a new password with the key of that link. Raises ApiError for a key that is used or too old. */
export async function resetPassword(key: string, password: string): Promise<void> {
  await call("POST", "/auth/password/reset", { key, password });
}

export interface TotpState {
  active: boolean;
  secret?: string;
  url?: string;
}

/** Whether two-step login is on; when it is not, a fresh secret to set it up with. */
export async function readTotp(): Promise<TotpState> {
  const answer = await call("GET", "/account/authenticators/totp");
  if (answer.status !== 404) return { active: true };
  return { active: false, secret: String(answer.meta?.secret ?? ""), url: String(answer.meta?.totp_url ?? "") };
}

export async function activateTotp(code: string): Promise<AuthStep> {
  return stepOf(await call("POST", "/account/authenticators/totp", { code }));
}

export async function deactivateTotp(): Promise<AuthStep> {
  return stepOf(await call("DELETE", "/account/authenticators/totp"));
}

export interface RecoveryCodes {
  step: AuthStep;
  codes: string[];
  unusedCount: number;
}

function codesOf(answer: AuthBody): RecoveryCodes {
  const codes = (answer.data?.unused_codes as string[] | undefined) ?? [];
  return { step: stepOf(answer), codes, unusedCount: Number(answer.data?.unused_code_count ?? codes.length) };
}

export async function readRecoveryCodes(): Promise<RecoveryCodes> {
  return codesOf(await call("GET", "/account/authenticators/recovery-codes"));
}

/** New codes; the old ones stop working. */
export async function renewRecoveryCodes(): Promise<RecoveryCodes> {
  return codesOf(await call("POST", "/account/authenticators/recovery-codes", {}));
}

export interface SignedInDevice {
  id: number;
  ip: string;
  user_agent: string;
  created_at: number;
  last_seen_at?: number;
  is_current: boolean;
}

export async function readSessions(): Promise<SignedInDevice[]> {
  const answer = await call("GET", "/auth/sessions");
  return (answer.data as unknown as SignedInDevice[]) ?? [];
}

export async function endSessions(ids: number[]): Promise<void> {
  await call("DELETE", "/auth/sessions", { sessions: ids });
}

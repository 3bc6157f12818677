import { ApiError, type ErrorBody } from "./errors";
import { requestLanguage } from "../i18n";

export const API = "/api/v1";

type Query = Record<string, string | number | boolean | null | undefined>;

export interface Call {
  query?: Query;
  body?: unknown;
  signal?: AbortSignal;
}

let onSignedOut: (() => void) | null = null;

/** The application says what happens when the session has ended (an answer 401): it leads to the login page. */
export function setSignedOutHandler(handler: (() => void) | null): void {
  onSignedOut = handler;
}

export function csrfToken(): string {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";
}

export function withQuery(path: string, query?: Query): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") params.set(key, String(value));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

export function requestHeaders(method: string): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json", "Accept-Language": requestLanguage() };
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken();
  return headers;
}

/** The body of an error, whatever the server or a proxy in between has sent. */
export function errorBody(text: string): ErrorBody {
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === "object" && body !== null ? (body as ErrorBody) : {};
  } catch {
    return {};
  }
}

/** Sends one request. `path` is absolute (`/_allauth/…`). Never raises for a status: callers decide. */
export async function send(method: string, path: string, call: Call = {}): Promise<Response> {
  const headers = requestHeaders(method);
  const init: RequestInit = { method, headers, credentials: "same-origin" };
  if (call.signal) init.signal = call.signal;
  if (call.body instanceof FormData) {
    init.body = call.body;
  } else if (call.body !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(call.body);
  }
  try {
    return await fetch(withQuery(path, call.query), init);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, { code: "offline" });
  }
}

async function request<T>(method: string, path: string, call?: Call): Promise<T> {
  const response = await send(method, API + path, call);
  const text = await response.text();
  if (response.ok) return (text ? JSON.parse(text) : null) as T;
  const error = new ApiError(response.status, { request_id: response.headers.get("X-Request-ID") ?? "", ...errorBody(text) });
  if (response.status === 401) onSignedOut?.();
  throw error;
}

/** Calls under /api/v1. They raise ApiError for every answer that is not a success. */
export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => request<T>("GET", path, { query, signal }),
  post: <T>(path: string, body: unknown = {}) => request<T>("POST", path, { body }),
  put: <T>(path: string, body: unknown) => request<T>("PUT", path, { body }),
  patch: <T>(path: string, body: unknown) => request<T>("PATCH", path, { body }),
  delete: <T>(path: string, body?: unknown) => request<T>("DELETE", path, { body }),
};

export interface ErrorBody {
  code?: string;
  message?: string;
  fields?: Record<string, string[]>;
  data?: Record<string, unknown>;
  request_id?: string;
}

/** An answer of the server that is not a success, or no answer at all (status 0, code `offline`). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Record<string, string[]>;
  readonly data: Record<string, unknown>;
  readonly requestId: string;

  constructor(status: number, body: ErrorBody) {
    super(body.message || "");
    this.name = "ApiError";
    this.status = status;
    this.code = body.code || (status === 0 ? "offline" : `http_${status}`);
    this.fields = body.fields ?? {};
    this.data = body.data ?? {};
    this.requestId = body.request_id ?? "";
  }
}

export function isApiError(error: unknown, code?: string): error is ApiError {
  return error instanceof ApiError && (code === undefined || error.code === code);
}

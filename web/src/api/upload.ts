import { API, errorBody, requestHeaders } from "./client";
import { ApiError } from "./errors";

/** Sends a file with progress (0–1). XMLHttpRequest, because fetch does not report the progress of sending. */
export function upload<T>(path: string, file: File, extra: Record<string, string>, onProgress: (part: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const form = new FormData();
    for (const [key, value] of Object.entries(extra)) form.set(key, value);
    form.set("file", file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", API + path);
    for (const [name, value] of Object.entries(requestHeaders("POST"))) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => event.lengthComputable && onProgress(event.loaded / event.total));
    request.addEventListener("error", () => reject(new ApiError(0, { code: "offline" })));
    request.addEventListener("load", () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText || "null") as T);
      else reject(new ApiError(request.status, errorBody(request.responseText)));
    });
    request.send(form);
  });
}

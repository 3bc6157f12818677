/* Made by `npm run api` from the server's OpenAPI document. Never edit. */

export type paths = Record<string, never>;

import { infiniteQueryOptions, keepPreviousData, queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { API, api } from "../../api/client";
import { upload } from "../../api/upload";
import { queryClient } from "../../api/query";
import type { BulkResult, Filter, Job, Ref, Row } from "../../api/types";
import { refreshResource } from "../../resource/data/row";
import { UploadQueue, type Sending } from "./model/queue";
import type { Access, Doc, Folder, Grant, Hit, Opening, Root, RootKind, Seen, ShareLink, TransmittalContent, Version } from "./model/types";

/** Whose documents: those of a project, of a customer, of a company, or what all branches share. */
export type Place = { project: string } | { customer: string } | { unit: string } | { shared: true };

const LIBRARY = "library";

export const openQuery = (place: Place) => queryOptions({ queryKey: [LIBRARY, "open", place], queryFn: () => api.post<Row>("/library/open", place), staleTime: 5 * 60_000 });

export const rootsQuery = (kind: RootKind | "", q: string) =>
  infiniteQueryOptions({
    queryKey: [LIBRARY, "roots", kind, q],
    queryFn: ({ pageParam, signal }) => api.get<{ items: Root[]; next: string | null }>("/library/roots", { kind, q, limit: 50, cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });

export const treeQuery = (root: string) =>
  queryOptions({ queryKey: [LIBRARY, "tree", root], queryFn: async ({ signal }) => (await api.get<{ folders: Folder[] }>(`/library/folders/${root}/tree`, undefined, signal)).folders, enabled: Boolean(root) });

export const pathQuery = (folder: string) =>
  queryOptions({ queryKey: [LIBRARY, "path", folder], queryFn: ({ signal }) => api.get<{ id: string; label: string }[]>(`/library/folders/${folder}/path`, undefined, signal), enabled: Boolean(folder) });

export const accessQuery = (folder: string) =>
  queryOptions({ queryKey: [LIBRARY, "access", folder], queryFn: ({ signal }) => api.get<Access>(`/library/folders/${folder}/access`, undefined, signal), staleTime: 0 });

export const saveAccess = (folder: string, access: { version: number; restricted: boolean; grants: Grant[] }) =>
  api.put<Access>(`/library/folders/${folder}/access`, {
    version: access.version,
    restricted: access.restricted,
    grants: access.grants.map((one) => ({ ...(one.role && { role: one.role.id }), ...(one.unit && { unit: one.unit.id }), ...(one.person && { person: one.person.id }), level: one.level })),
  });

export const versionsQuery = (document: string) =>
  queryOptions({ queryKey: [LIBRARY, "versions", document], queryFn: async ({ signal }) => (await api.get<{ items: Version[] }>(`/library/documents/${document}/versions`, undefined, signal)).items });

export const seenQuery = (document: string, version: number | null) =>
  queryOptions({
    queryKey: [LIBRARY, "seen", document, version],
    queryFn: ({ signal }) => api.get<Seen>(`/library/documents/${document}/preview`, { version }, signal),
    staleTime: 60_000,
    // An Office file is being converted: it is asked for again a few times, then only when one comes back.
    refetchInterval: (query) => (query.state.data?.kind === "office" && !query.state.data.drawn && query.state.dataUpdateCount < 10 ? 5_000 : false),
  });

export const pageUrl = (version: string, page: number, size: "thumb" | "preview" = "preview") => `${API}/library/versions/${version}/pages/${page}?size=${size}`;
export const contentUrl = (file: string, inline = false) => `${API}/files/${file}/content${inline ? "?inline=1" : ""}`;
export const previewUrl = (file: string, size: "thumb" | "preview" = "preview") => `${API}/files/${file}/preview?size=${size}`;

export interface Search {
  q: string;
  folder?: string;
  project?: string;
  customer?: string;
}

const HITS = 20;

export const searchQuery = (search: Search) =>
  infiniteQueryOptions({
    queryKey: [LIBRARY, "search", search],
    queryFn: ({ pageParam, signal }) => api.get<{ items: Hit[]; more: boolean }>("/library/search", { ...search, limit: HITS, offset: pageParam }, signal),
    initialPageParam: 0,
    getNextPageParam: (page, _all, offset) => (page.more ? offset + HITS : undefined),
    enabled: search.q.length >= 2,
    placeholderData: keepPreviousData,
  });

export const tiedQuery = (place: { project: string } | { customer: string }) =>
  queryOptions({ queryKey: [LIBRARY, "tied", place], queryFn: async ({ signal }) => (await api.get<{ items: Doc[] }>("/library/tied", place, signal)).items });

export interface Ties {
  customers: { id: string; label: string }[];
  projects: { id: string; label: string }[];
}

export const tiesQuery = (document: string) => queryOptions({ queryKey: [LIBRARY, "ties", document], queryFn: ({ signal }) => api.get<Ties>(`/library/documents/${document}/ties`, undefined, signal) });
export const saveTies = (document: string, ties: Ties) => api.put<Ties>(`/library/documents/${document}/ties`, { customers: ties.customers.map((one) => one.id), projects: ties.projects.map((one) => one.id) });

export const checkIn = (document: string, file: File, values: { note: string; keep: boolean }, onProgress: (part: number) => void) =>
  upload<Row>(`/library/documents/${document}/check-in`, file, { note: values.note, keep: String(values.keep) }, onProgress);

export const startZip = (what: { documents?: string[]; folders?: string[] }) => api.post<Job>("/library/zip", what);

export interface LinkWish {
  folder?: string;
  documents?: { document: string; version?: number }[];
  label?: string;
  days: number;
  password?: string;
  max_downloads?: number;
}

export const makeLink = (wish: LinkWish) => api.post<ShareLink>("/library/links", wish);
export const revokeLink = (id: string) => api.post<ShareLink>(`/library/links/${id}/revoke`);
export const linksQuery = (of: { folder?: string; document?: string; mine?: 1; active?: 1 }) =>
  queryOptions({ queryKey: [LIBRARY, "links", of], queryFn: async ({ signal }) => (await api.get<{ items: ShareLink[] }>("/library/links", of, signal)).items, staleTime: 0 });
export const openingsQuery = (link: string) =>
  queryOptions({ queryKey: [LIBRARY, "openings", link], queryFn: async ({ signal }) => (await api.get<{ items: Opening[] }>(`/library/links/${link}/openings`, undefined, signal)).items, staleTime: 0 });

export const contentQuery = (id: string) => queryOptions({ queryKey: [LIBRARY, "transmittal", id], queryFn: ({ signal }) => api.get<TransmittalContent>(`/library/transmittals/${id}/content`, undefined, signal) });

export interface ContentWish {
  version: number;
  items: { document: string; version?: number; copies?: number }[];
  recipients: { contact?: string; name?: string; company?: string; email?: string }[];
}

export const saveContent = (id: string, content: ContentWish) => api.put<TransmittalContent>(`/library/transmittals/${id}/content`, content);
export interface PersonLink {
  recipient: Ref;
  url: string;
  /** A letter takes it there; else one hands it over oneself. */
  mailed: boolean;
}

export const renewLinks = (id: string, mail: boolean) => api.post<PersonLink[]>(`/library/transmittals/${id}/links`, { mail });
export const coverUrl = (id: string) => `${API}/library/transmittals/${id}/cover`;

/** Everything on screen that shows folders and documents. */
export function refreshLibrary(client: QueryClient): void {
  void client.invalidateQueries({ queryKey: [LIBRARY] });
  refreshResource(client, "documents");
}

/** Puts a verb on many documents at once; the answer names those that could not. */
export function useMany() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { ids: string[]; action: string; inputs?: Record<string, unknown> }) => api.post<BulkResult>("/r/documents/bulk", { ids: body.ids, action: body.action, inputs: body.inputs ?? {} }),
    onSuccess: () => refreshLibrary(client),
  });
}

export const isIn = (folder: string): Filter => ["folder", "=", folder];

interface Uploaded {
  outcome: "created" | "version" | "same" | "skipped";
  document: Doc;
}

async function sendOne(one: Sending, onProgress: (part: number) => void) {
  const path = one.found.path.join("/");
  const answer = await upload<Uploaded>("/library/upload", one.found.file, { folder: one.folder, id: one.key, ...(path && { path }) }, onProgress);
  return { document: answer.document.id, what: answer.outcome, version: answer.document.current };
}

export const uploads = new UploadQueue(sendOne, () => refreshLibrary(queryClient));

import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Page, Ref, Row } from "../../api/types";
import { refreshResource } from "../../resource/data/row";

export const RESOURCE = "project_reports";
export type Edition = "customer" | "internal";
export const SCORES = ["quality", "progress", "safety", "communication", "overall"] as const;
export type Score = (typeof SCORES)[number];

export interface Offered { version: string; file: string; name: string; at: string; by: string; from: string; within: boolean }
export interface Chosen { file: string; attachment: string; name: string; caption: string }
export interface Photos { offered: Offered[]; chosen: Chosen[] }
export interface Rhythm { rhythm: "none" | "weekly" | "monthly" | "both"; weekday: number; ask: boolean; contacts: Ref[]; may_write: boolean }
export interface Answer extends Record<Score, number> { id: string; name: string; at: string; score: number; lowest: number; remark: string; project: Ref }
export interface Satisfaction { asked: number; answered: number; score: number | null; scores: Record<Score, number | null>; items: Answer[] }
export interface Pages { count: number; stamp: string }

const path = (id: string) => `/r/${RESOURCE}/${id}`;

/** Follows the record's version: whatever is saved is drawn anew. */
export const usePages = (id: string, version: number, edition: Edition) =>
  useQuery({ queryKey: ["report-pages", id, version, edition], queryFn: ({ signal }) => api.get<Pages>(`${path(id)}/pages`, { edition }, signal), placeholderData: (before) => before });

export const photosQuery = (id: string) => queryOptions({ queryKey: ["report-photos", id], queryFn: ({ signal }) => api.get<Photos>(`${path(id)}/photos`, undefined, signal) });

export function useSetPhotos(row: Row) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (photos: { file: string; caption: string }[]) => api.put<{ version: number; chosen: Chosen[] }>(`${path(row.id)}/photos`, { version: row.version, photos }),
    onSuccess: (saved) => {
      client.setQueryData<Photos>(photosQuery(row.id).queryKey, (before) => before && { ...before, chosen: saved.chosen });
      refreshResource(client, RESOURCE, row.id);
    },
  });
}

export const rhythmQuery = (project: string) => queryOptions({ queryKey: ["report-rhythm", project], queryFn: ({ signal }) => api.get<Rhythm>(`/r/projects/${project}/reporting`, undefined, signal) });

export function useSetRhythm(project: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { rhythm: string; weekday: number; ask: boolean; contacts: string[] }) => api.put<Rhythm>(`/r/projects/${project}/reporting`, body),
    onSuccess: (saved) => client.setQueryData(rhythmQuery(project).queryKey, saved),
  });
}

export const useSatisfaction = (resource: "projects" | "customers", id: string) =>
  useQuery({ queryKey: ["satisfaction", resource, id], queryFn: ({ signal }) => api.get<Satisfaction>(`/r/${resource}/${id}/satisfaction`, undefined, signal) });

/** People at the project's customer: to whom a report can go. */
export const useContacts = (customer: string | undefined) =>
  useQuery({
    queryKey: ["report-contacts", customer],
    queryFn: ({ signal }) => api.get<Page>("/r/contacts", { filter: JSON.stringify(["customer", "=", customer]), limit: 100, fields: "name,position,email" }, signal),
    enabled: Boolean(customer),
  });

import { queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import { upload } from "../../api/upload";
import { uuid7 } from "../../api/uuid";
import type { components } from "../../api/generated";
import type { Row } from "../../api/types";

export type Matrix = components["schemas"]["RiskMatrixOut"];

/** A rating of a risk on its day. */
export interface Score {
  at: string;
  probability: number;
  impact: number;
  score: number;
  level: string;
  residual_score: number | null;
  note: string;
  by_name: string;
}

/** Minutes as they were published; who got them by mail, and who could not. */
export interface Edition {
  edition: number;
  at: string;
  by: string;
  mailed: string[];
  unsent: string[];
}

export interface MatrixAsked {
  project?: string;
  unit?: string;
  residual?: boolean;
}

export const matrixQuery = (asked: MatrixAsked) =>
  queryOptions({ queryKey: ["risk-matrix", asked], queryFn: ({ signal }) => api.get<Matrix>("/control/matrix", { ...asked }, signal) });

export const scoresQuery = (id: string, version: number) =>
  queryOptions({ queryKey: ["risk-scores", id, version], queryFn: ({ signal }) => api.get<Score[]>(`/r/risks/${id}/scores`, undefined, signal) });

export const editionsQuery = (id: string, version: number) =>
  queryOptions({ queryKey: ["meeting-editions", id, version], queryFn: ({ signal }) => api.get<Edition[]>(`/r/meetings/${id}/editions`, undefined, signal) });

export const minutesPdf = (id: string, edition?: number) => `/api/v1/r/meetings/${id}/pdf?inline=true${edition === undefined ? "" : `&edition=${edition}`}`;

export interface Snapped {
  issue: Row;
  /** Photos that did not get through, and why. */
  left: File[];
  error: unknown;
}

/** Reports an issue with its photos. `id` is the same at a second try, so nothing is reported twice. */
export async function snapIssue(id: string, values: Record<string, unknown>, photos: File[]): Promise<Snapped> {
  const issue = await api.post<Row>("/r/issues", { id, ...values });
  const left: File[] = [];
  let error: unknown = null;
  for (const photo of photos) {
    try {
      await upload(`/r/issues/${issue.id}/files`, photo, {}, () => undefined);
    } catch (failure) {
      left.push(photo);
      error = failure;
    }
  }
  return { issue, left, error };
}

export const newId = uuid7;

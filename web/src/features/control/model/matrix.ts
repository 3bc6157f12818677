import type { Filter } from "../../../api/types";

export const LEVELS = ["extreme", "high", "medium", "low"] as const;

/** The rows of the picture from top to bottom: the likeliest first. */
export const ROWS = [5, 4, 3, 2, 1] as const;
export const COLUMNS = [1, 2, 3, 4, 5] as const;

export const LIVING: Filter = ["state", "in", ["open", "responding"]];

/** The filter of the list behind a cell. In the picture of what remains, risks without such a rating lie where they lie today. */
export function cellFilter(probability: number, impact: number, residual: boolean, project?: string): Filter {
  const now: Filter = { and: [["probability", "=", probability], ["impact", "=", impact]] };
  const then: Filter = { and: [["residual_probability", "=", probability], ["residual_impact", "=", impact]] };
  const unrated: Filter = { and: [["residual_probability", "empty", true], now] };
  const where: Filter = residual ? { or: [then, unrated] } : now;
  return { and: [...(project ? [["project", "=", project] as Filter] : []), LIVING, where] };
}

/** Where the list of risks stands with this filter set. */
export const risksPath = (filter: Filter): string => `/risks?filter=${encodeURIComponent(JSON.stringify(filter))}`;
export const issuesPath = (filter: Filter): string => `/issues?filter=${encodeURIComponent(JSON.stringify(filter))}`;

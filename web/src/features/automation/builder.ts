import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "../../api/client";
import type { Field, Ref } from "../../api/types";

export interface Choice {
  value: string;
  label: string;
  argument: string;
  resource: string;
  type: string;
}

export interface Choices {
  events: Choice[];
  recipients: Choice[];
  actions: Choice[];
  todo_kinds: Choice[];
  units: Choice[];
  roles: Choice[];
}

export interface ResourceChoices {
  resource: string;
  /** Fields that texts may name. */
  places: Choice[];
  tags: boolean;
  owned: boolean;
  addressees: Choice[];
  flags: Choice[];
  makers: { value: string; label: string; inputs: Field[] }[];
  approvals: Choice[];
  templates: Choice[];
  /** What the module of a built-in template fills itself, by its code. */
  template_places: Record<string, Choice[]>;
  webhooks: Choice[];
}

export interface Trial {
  count: number;
  exact: boolean;
  items: Ref[];
  condition: string;
  /** For event rules: how often the events happened in the last 30 days. */
  happened: number | null;
  samples: { object: Ref; actions: { kind: string; label: string; to: string[]; text: string }[] }[];
}

export const choicesQuery = queryOptions({ queryKey: ["automation", "choices"], queryFn: () => api.get<Choices>("/automation/choices"), staleTime: 60_000 });

export const choicesForQuery = (resource: string) =>
  queryOptions({ queryKey: ["automation", "choices", resource], queryFn: () => api.get<ResourceChoices>(`/automation/choices/${resource}`), enabled: Boolean(resource), staleTime: 60_000 });

/** What a rule that is being written would do now. */
export const tryQuery = (body: string) =>
  queryOptions({
    queryKey: ["automation", "try", body], queryFn: () => api.post<Trial>("/automation/try", JSON.parse(body) as unknown), staleTime: 0, retry: false, placeholderData: keepPreviousData,
  });

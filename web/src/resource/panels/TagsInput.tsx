import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { StatusTag } from "../../kit/StatusTag";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { TagsField } from "../fields/TagsField";

/** The tags of one record; each change is kept at once. */
export function TagsInput({ resource, id, canEdit }: { resource: string; id: string; canEdit: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const key = ["tags", resource, id];
  const path = `/r/${resource}/${id}/tags`;
  const read = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<string[]>(path, undefined, signal) });
  const save = useMutation({
    mutationFn: (tags: string[]) => api.put<string[]>(path, tags),
    onMutate: (tags) => {
      const before = client.getQueryData<string[]>(key);
      client.setQueryData(key, tags);
      return { before };
    },
    onError: (error, _tags, context) => {
      client.setQueryData(key, context?.before);
      notify.fail(error);
    },
    onSuccess: () => void client.invalidateQueries({ queryKey: ["list", resource] }),
  });
  const tags = read.data ?? [];
  if (canEdit) return <TagsField resource={resource} aria-label={t("标签")} value={tags} onChange={(next) => save.mutate(next)} />;
  if (!tags.length) return <span className="muted">—</span>;
  return <span className="row wrap" style={{ gap: 4 }}>{tags.map((tag) => <StatusTag key={tag}>{tag}</StatusTag>)}</span>;
}

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { api } from "../../api/client";
import type { Comment } from "../../api/types";
import { uuid7 } from "../../api/uuid";
import { Avatar } from "../../kit/Avatar";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { LinesSkeleton } from "../../kit/Skeletons";
import { useConfirm, useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import type { RecordProps } from "../registry";
import { CommentBox, type Written } from "./CommentBox";

/** What people say about a record, the newest first; @ calls somebody. */
export function CommentsPanel({ resource, row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const path = `/r/${resource}/${row.id}/comments`;
  const key = ["comments", resource, row.id];
  const list = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<Comment[]>(path, undefined, signal) });
  // The id is made once per text, so that a repeated sending after a lost answer stays one comment.
  const [id, setId] = useState(uuid7);
  const refresh = () => client.invalidateQueries({ queryKey: key });
  const post = useMutation({
    mutationFn: (written: Written) => api.post<Comment>(path, { id, ...written }),
    onSuccess: () => {
      setId(uuid7());
      return refresh();
    },
    onError: notify.fail,
  });
  return (
    <div className="panel-column">
      <div className="comment-box">
        <CommentBox busy={post.isPending} onSend={(written) => post.mutateAsync(written).then(() => true, () => false)} />
      </div>
      {list.isPending && <LinesSkeleton />}
      {list.isError && <ErrorBox error={list.error} title={t("动态没有加载成功")} onRetry={() => void list.refetch()} />}
      {list.isSuccess && !list.data.length && <Empty text={t("还没有人留言。写下进展或用 @ 请同事跟进。")} />}
      <div style={{ padding: "6px 20px" }}>
        {list.data?.toReversed().map((comment) => <CommentLine key={comment.id} comment={comment} path={`${path}/${comment.id}`} onChanged={() => void refresh()} />)}
      </div>
    </div>
  );
}

function CommentLine({ comment, path, onChanged }: { comment: Comment; path: string; onChanged: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const [editing, setEditing] = useState(false);
  const author = comment.author?.label ?? t("系统");
  const edit = useMutation({ mutationFn: (written: Written) => api.patch<Comment>(path, written), onSuccess: onChanged, onError: notify.fail });
  const remove = async () => {
    if (!(await confirm({ title: t("删除这条留言？"), text: t("删除后无法找回。"), ok: t("删除"), danger: true }))) return;
    try {
      await api.delete(path);
      onChanged();
    } catch (error) {
      notify.fail(error);
    }
  };
  return (
    <article className="comment">
      <Avatar name={author} />
      <div style={{ minWidth: 0 }}>
        <div className="row between">
          <span><b style={{ fontWeight: 500 }}>{author}</b> <span className="muted small"><DateText value={comment.created_at} kind="ago" />{comment.edited_at && ` · ${t("已编辑")}`}</span></span>
          {comment.can_edit && !editing && (
            <span className="row" style={{ gap: 0 }}>
              <Button type="link" size="small" onClick={() => setEditing(true)}>{t("编辑")}</Button>
              <Button type="link" size="small" danger onClick={() => void remove()}>{t("删除")}</Button>
            </span>
          )}
        </div>
        {editing
          ? <CommentBox start={comment} busy={edit.isPending} onCancel={() => setEditing(false)} onSend={(written) => edit.mutateAsync(written).then(() => { setEditing(false); return true; }, () => false)} />
          : <div className="comment-body">{withMentions(comment)}</div>}
      </div>
    </article>
  );
}

/** The text with the names of people that were called set off. */
function withMentions(comment: Comment): React.ReactNode {
  const names = comment.mentions.map((person) => person.label).filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (!names.length) return comment.body;
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return comment.body.split(new RegExp(`(@(?:${escaped.join("|")}))`)).map((part, i) => (i % 2 ? <span key={i} className="mention">{part}</span> : part));
}

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { CloseOutlined } from "@ant-design/icons";
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
import { CommentBox } from "./CommentBox";
import { CommentText } from "./CommentText";
import { sendComment, useComments, useReading, type Written } from "./comments";

/** What people say about a record, the newest first; @ calls somebody. */
export function CommentsPanel({ resource, row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const list = useComments(resource, row.id);
  useReading(resource, row.id, list.comments?.at(-1)?.id);
  const [answered, setAnswered] = useState<Comment | null>(null);
  // The id is made once per text, so that a repeated sending after a lost answer stays one comment.
  const [id, setId] = useState(uuid7);
  const post = useMutation({
    mutationFn: (written: Written) => sendComment(list.path, id, written, answered?.id),
    onSuccess: () => {
      setId(uuid7());
      setAnswered(null);
      return list.refresh();
    },
    onError: notify.fail,
  });
  return (
    <div className="panel-column">
      <div className="comment-box">
        {answered && <Answered comment={answered} onDrop={() => setAnswered(null)} />}
        <CommentBox busy={post.isPending} onSend={(written) => post.mutateAsync(written).then(() => true, () => false)} />
      </div>
      {list.isPending && <LinesSkeleton />}
      {list.isError && <ErrorBox error={list.error} title={t("动态没有加载成功")} onRetry={() => void list.refetch()} />}
      {list.isSuccess && !list.comments?.length && <Empty text={t("还没有人留言。写下进展或用 @ 请同事跟进。")} />}
      <div style={{ padding: "6px 20px" }}>
        {list.comments?.toReversed().map((comment) => <CommentLine key={comment.id} comment={comment} path={`${list.path}/${comment.id}`} onAnswer={() => setAnswered(comment)} onChanged={() => void list.refresh()} />)}
        {list.hasNextPage && <div style={{ textAlign: "center" }}><Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("加载更多")}</Button></div>}
      </div>
    </div>
  );
}

/** Above the box: what is being answered. */
export function Answered({ comment, onDrop }: { comment: Comment; onDrop: () => void }) {
  const { t } = useT();
  return (
    <div className="comment-answered">
      <span className="ellipsis">{t("回复 {{name}}：{{text}}", { name: comment.author?.label ?? t("系统"), text: comment.body || t("[图片]") })}</span>
      <button type="button" className="plain" onClick={onDrop} aria-label={t("取消回复")}><CloseOutlined aria-hidden /></button>
    </div>
  );
}

/** Edits and deletes one's own comment. */
export function useOwn(path: string, onChanged: () => void) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const edit = useMutation({ mutationFn: (written: Written) => api.patch<Comment>(path, { body: written.body, mentions: written.mentions }), onSuccess: onChanged, onError: notify.fail });
  const remove = async () => {
    if (!(await confirm({ title: t("删除这条留言？"), text: t("删除后无法找回。"), ok: t("删除"), danger: true }))) return;
    try {
      await api.delete(path);
      onChanged();
    } catch (error) {
      notify.fail(error);
    }
  };
  return { edit, remove };
}

interface LineProps { comment: Comment; path: string; onAnswer: () => void; onChanged: () => void }

function CommentLine({ comment, path, onAnswer, onChanged }: LineProps) {
  const { t } = useT();
  const [editing, setEditing] = useState(false);
  const author = comment.author?.label ?? t("系统");
  const { edit, remove } = useOwn(path, onChanged);
  return (
    <article className="comment">
      <Avatar name={author} />
      <div style={{ minWidth: 0 }}>
        <div className="row between">
          <span><b style={{ fontWeight: 500 }}>{author}</b> <span className="muted small"><DateText value={comment.created_at} kind="ago" />{comment.edited_at && ` · ${t("已编辑")}`}</span></span>
          {!editing && (
            <span className="row" style={{ gap: 0 }}>
              <Button type="link" size="small" onClick={onAnswer}>{t("回复")}</Button>
              {comment.can_edit && <Button type="link" size="small" onClick={() => setEditing(true)}>{t("编辑")}</Button>}
              {comment.can_delete && <Button type="link" size="small" danger onClick={() => void remove()}>{t("删除")}</Button>}
            </span>
          )}
        </div>
        {editing
          ? <CommentBox start={comment} busy={edit.isPending} onCancel={() => setEditing(false)} onSend={(written) => edit.mutateAsync(written).then(() => { setEditing(false); return true; }, () => false)} />
          : <CommentText comment={comment} />}
      </div>
    </article>
  );
}

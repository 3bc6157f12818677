import { useState } from "react";
import { Button } from "antd";
import { LoadingOutlined } from "@ant-design/icons";
import type { Comment } from "../../api/types";
import { Avatar } from "../../kit/Avatar";
import { formatDateTime } from "../../kit/format";
import { useT } from "../../i18n";
import { CommentBox } from "./CommentBox";
import { CommentText, withMentions } from "./CommentText";
import { useOwn } from "./CommentsPanel";
import type { Outgoing } from "./chatModel";

interface Props {
  comment: Comment;
  mine: boolean;
  /** The same person has just spoken: no name, no picture again. */
  goesOn: boolean;
  path: string;
  onAnswer: () => void;
  onJump: (id: string) => void;
  onChanged: () => void;
}

/** One message: others at the left, one's own at the right. */
export function Message({ comment, mine, goesOn, path, onAnswer, onJump, onChanged }: Props) {
  const { t } = useT();
  const [editing, setEditing] = useState(false);
  const author = comment.author?.label ?? t("系统");
  const { edit, remove } = useOwn(path, onChanged);
  return (
    <article className={`said${mine ? " mine" : ""}${goesOn ? " goes-on" : ""}`} id={`said-${comment.id}`} aria-label={author}>
      {!mine && <span className="said-face">{!goesOn && <Avatar name={author} />}</span>}
      <div className="said-main">
        {!goesOn && !mine && <span className="second small">{author}</span>}
        <div className="said-bubble">
          {editing
            ? <CommentBox start={comment} busy={edit.isPending} onCancel={() => setEditing(false)} onSend={(written) => edit.mutateAsync(written).then(() => { setEditing(false); return true; }, () => false)} />
            : <CommentText comment={comment} answers={onJump} />}
        </div>
        <div className="said-foot muted small">
          <time className="num" dateTime={comment.created_at}>{formatDateTime(comment.created_at).slice(11)}</time>
          {comment.edited_at && <span>{t("已编辑")}</span>}
          {!editing && (
            <span className="said-verbs">
              <button type="button" className="plain" onClick={onAnswer}>{t("回复")}</button>
              {comment.can_edit && <button type="button" className="plain" onClick={() => setEditing(true)}>{t("编辑")}</button>}
              {comment.can_delete && <button type="button" className="plain" onClick={() => void remove()}>{t("删除")}</button>}
            </span>
          )}
        </div>
      </div>
    </article>
  );
}

/** A message that has not arrived yet, or could not. */
export function OnItsWay({ message, onAgain, onDrop }: { message: Outgoing; onAgain: () => void; onDrop: () => void }) {
  const { t } = useT();
  const { written } = message;
  return (
    <article className="said mine on-its-way">
      <div className="said-main">
        <div className="said-bubble">
          {written.body && <div className="comment-body">{withMentions({ body: written.body, mentions: [] })}</div>}
          {written.files.length > 0 && <div className="muted small">{t("{{n}} 个文件", { n: written.files.length })}</div>}
        </div>
        <div className="said-foot small">
          {message.failed
            ? <><span className="danger-text">{t("没有发出去")}</span><Button type="link" size="small" onClick={onAgain}>{t("重新发送")}</Button><Button type="link" size="small" onClick={onDrop}>{t("放弃")}</Button></>
            : <span className="muted"><LoadingOutlined aria-hidden /> {t("正在发送…")}</span>}
        </div>
      </div>
    </article>
  );
}

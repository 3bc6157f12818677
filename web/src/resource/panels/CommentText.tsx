import { useState } from "react";
import { FileOutlined } from "@ant-design/icons";
import { API } from "../../api/client";
import type { Comment, StoredFile } from "../../api/types";
import { formatSize } from "../../kit/format";
import { useT } from "../../i18n";
import { contentUrl } from "./FileLine";
import { FilePreview } from "./FilePreview";

/** The text with the names of people that were called set off. */
export function withMentions(comment: Pick<Comment, "body" | "mentions">): React.ReactNode {
  const names = comment.mentions.map((person) => person.label).filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (!names.length) return comment.body;
  const escaped = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return comment.body.split(new RegExp(`(@(?:${escaped.join("|")}))`)).map((part, i) => (i % 2 ? <span key={i} className="mention">{part}</span> : part));
}

/** What a comment says: what it answers, its words, its pictures and files. */
export function CommentText({ comment, answers }: { comment: Comment; answers?: (id: string) => void }) {
  const { t } = useT();
  const quoted = comment.reply_to;
  const quote = quoted && (quoted.deleted ? t("原评论已删除") : `${quoted.author?.label ?? t("系统")}：${quoted.body || t("[图片]")}`);
  return (
    <>
      {quoted && (answers && !quoted.deleted ? <button type="button" className="plain comment-quote" onClick={() => answers(quoted.id)}>{quote}</button> : <span className="comment-quote">{quote}</span>)}
      {comment.body && <div className="comment-body">{withMentions(comment)}</div>}
      <CommentFiles files={comment.files ?? []} />
    </>
  );
}

function CommentFiles({ files }: { files: StoredFile[] }) {
  const { t } = useT();
  const [shown, setShown] = useState<StoredFile | null>(null);
  if (!files.length) return null;
  return (
    <div className="comment-files">
      {files.map((file) => file.preview && file.content_type.startsWith("image/")
        ? <button key={file.id} type="button" className="plain comment-photo" aria-label={t("查看 {{name}}", { name: file.name })} onClick={() => setShown(file)}><img src={`${API}/files/${file.id}/preview?size=thumb`} alt="" loading="lazy" /></button>
        : <a key={file.id} className="comment-file" href={contentUrl(file.id)} download><FileOutlined aria-hidden /><span className="ellipsis">{file.name}</span><span className="muted small">{formatSize(file.size)}</span></a>)}
      {shown && <FilePreview file={shown} onClose={() => setShown(null)} />}
    </div>
  );
}

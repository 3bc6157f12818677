import { useRef, useState, type PointerEvent } from "react";
import { Button } from "antd";
import { CheckOutlined, ClockCircleOutlined, CloseOutlined, UndoOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import { useT } from "../../../i18n";
import { DateText } from "../../../kit/DateText";
import { StatusTag } from "../../../kit/StatusTag";
import { useIsPhone } from "../../../kit/useIsPhone";
import { recordPath } from "../../../resource/registry";
import type { Todo } from "../api";
import { groupOf, KIND_COLORS } from "../groups";
import { WhyButton } from "./WhyButton";

interface Props {
  todo: Todo;
  kind: string;
  today: string;
  /** The person looking: whose to-do it is needs no name. */
  me: string;
  busy: boolean;
  mayChange: boolean;
  onVerb: (verb: "done" | "postpone" | "dismiss" | "reopen") => void;
  onOpen: () => void;
}

const FAR = 88;

/** One to-do: a line on a wide screen; on a phone a card with large buttons, swiped right when done and left to postpone. */
export function TodoItem(props: Props) {
  const phone = useIsPhone();
  return phone && props.todo.state === "open" && props.mayChange ? <Swiped {...props} /> : <div className="todo"><Content {...props} /></div>;
}

function Swiped(props: Props) {
  const { t } = useT();
  const start = useRef<{ x: number; y: number } | null>(null);
  const [moved, setMoved] = useState(0);
  const move = (event: PointerEvent) => {
    if (!start.current) return;
    const [x, y] = [event.clientX - start.current.x, event.clientY - start.current.y];
    // A finger that goes up or down scrolls the page.
    if (Math.abs(y) > Math.abs(x)) return;
    setMoved(Math.max(-FAR * 1.3, Math.min(FAR * 1.3, x)));
  };
  const end = () => {
    if (moved >= FAR) props.onVerb("done");
    else if (moved <= -FAR) props.onVerb("postpone");
    start.current = null;
    setMoved(0);
  };
  return (
    <div className="todo-swipe">
      <span className="todo-behind done" aria-hidden>{t("完成")}</span><span className="todo-behind later" aria-hidden>{t("改期")}</span>
      <div className="todo" style={moved ? { transform: `translateX(${moved}px)` } : undefined} onPointerMove={move} onPointerUp={end}
        onPointerCancel={() => { start.current = null; setMoved(0); }} onPointerDown={(event) => (start.current = { x: event.clientX, y: event.clientY })}>
        <Content {...props} />
      </div>
    </div>
  );
}

function Content({ todo, kind, today, me, busy, mayChange, onVerb, onOpen }: Props) {
  const { t } = useT();
  const late = todo.state === "open" && groupOf(todo.due_on, today) === "late";
  return (
    <>
      <div className="todo-main">
        <div className="row"><button type="button" className="todo-title" onClick={onOpen}>{todo.title}</button></div>
        {todo.body && <div className="second todo-body">{todo.body}</div>}
        <div className="row wrap todo-facts">
          <StatusTag color={KIND_COLORS[todo.kind]}>{kind}</StatusTag>
          {todo.due_on && <span className={late ? "danger-text small" : "muted small"}>{t("截止")} <DateText value={todo.due_on} /></span>}
          {todo.object_id && todo.object_label && <Link className="small ellipsis" to={recordPath(todo.resource, todo.object_id)}>{todo.object_label}</Link>}
          {todo.assignee && todo.assignee.id !== me && <span className="small second">{todo.assignee.label}</span>}
          {todo.created_by && todo.created_by.id !== me && <span className="muted small">{t("{{name}} 安排", { name: todo.created_by.label })}</span>}
          {todo.state !== "open" && <span className="muted small">{ended(todo, t)} <DateText value={todo.closed_at} kind="datetime" /></span>}
          {todo.rule && <WhyButton of={{ todo: todo.id }} />}
        </div>
      </div>
      {mayChange && todo.state === "open" && (
        <div className="todo-acts">
          <Button type="primary" ghost icon={<CheckOutlined aria-hidden />} loading={busy} onClick={() => onVerb("done")}>{t("完成")}</Button>
          <Button icon={<ClockCircleOutlined aria-hidden />} onClick={() => onVerb("postpone")}>{t("改期")}</Button>
          <Button icon={<CloseOutlined aria-hidden />} onClick={() => onVerb("dismiss")}>{t("忽略")}</Button>
        </div>
      )}
      {mayChange && todo.state !== "open" && <div className="todo-acts"><Button icon={<UndoOutlined aria-hidden />} loading={busy} onClick={() => onVerb("reopen")}>{t("再次打开")}</Button></div>}
    </>
  );
}

function ended(todo: Todo, t: (text: string, values?: Record<string, unknown>) => string): string {
  if (todo.state === "dismissed") return t("已忽略：{{reason}}", { reason: todo.reason ?? "" });
  return t("已完成");
}

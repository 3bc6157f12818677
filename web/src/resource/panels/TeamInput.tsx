import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox } from "antd";
import { CloseOutlined } from "@ant-design/icons";
import { api } from "../../api/client";
import type { Ref, TeamMember } from "../../api/types";
import { Avatar } from "../../kit/Avatar";
import { useNotify } from "../../kit/notify";
import { RefSelect } from "../../kit/RefSelect";
import { useT } from "../../i18n";

interface Props {
  resource: string;
  id: string;
  canEdit: boolean;
  /** Stands above the list; nothing is drawn for people to whom an empty team is of no use. */
  heading: React.ReactNode;
}

/** People who may see or change one record beyond its department. */
export function TeamInput({ resource, id, canEdit, heading }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const key = ["team", resource, id];
  const path = `/r/${resource}/${id}/team`;
  const read = useQuery({ queryKey: key, queryFn: ({ signal }) => api.get<TeamMember[]>(path, undefined, signal), retry: false });
  const save = useMutation({
    mutationFn: (team: TeamMember[]) => api.put<TeamMember[]>(path, team.map((one) => ({ user: one.user.id, can_write: one.can_write }))),
    onMutate: (team) => {
      const before = client.getQueryData<TeamMember[]>(key);
      client.setQueryData(key, team);
      return { before };
    },
    onError: (error, _team, context) => {
      client.setQueryData(key, context?.before);
      notify.fail(error);
    },
  });
  if (!read.data) return null;
  const team = read.data;
  if (!team.length && !canEdit) return null;
  const add = (person: Ref | null) => person && !team.some((one) => one.user.id === person.id) && save.mutate([...team, { user: person, can_write: false }]);
  return (
    <section>
      {heading}
      <div className="col" style={{ gap: 6 }}>
        {team.map((one) => (
          <div key={one.user.id} className="row">
            <Avatar name={one.user.label} size={24} />
            <span className="ellipsis grow">{one.user.label}</span>
            <Checkbox disabled={!canEdit} checked={one.can_write} onChange={(event) => save.mutate(team.map((other) => (other === one ? { ...one, can_write: event.target.checked } : other)))}>{t("可编辑")}</Checkbox>
            {canEdit && <Button type="text" size="small" icon={<CloseOutlined />} onClick={() => save.mutate(team.filter((other) => other !== one))} aria-label={t("移出团队：{{name}}", { name: one.user.label })} />}
          </div>
        ))}
        {canEdit && <RefSelect resource="users" value={null} onChange={(_id, person) => add(person)} placeholder={t("添加团队成员")} aria-label={t("添加团队成员")} />}
      </div>
    </section>
  );
}

import { Segmented, Select } from "antd";
import { useSearchParams } from "react-router";
import { useMeta } from "../../../api/meta";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";

/** What one looks at stands in the URL. */
export function useLooking(): [URLSearchParams, (values: Record<string, string | null>) => void] {
  const [params, setParams] = useSearchParams();
  const set = (values: Record<string, string | null>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  }, { replace: true });
  return [params, set];
}

function useSkills() {
  const meta = useMeta("pool_resources");
  return meta.data?.fields.find((field) => field.name === "skills")?.options ?? [];
}

export function SkillsSelect({ value, onChange, id }: { value: string[]; onChange: (value: string[]) => void; id?: string }) {
  const { t } = useT();
  const skills = useSkills();
  return <Select id={id} mode="multiple" allowClear maxTagCount="responsive" aria-label={t("技能")} placeholder={t("任何技能")} className="effort-skills" value={value} onChange={onChange} optionFilterProp="label" options={skills.filter((one) => one.active).map((one) => ({ value: one.value, label: one.label }))} />;
}

export function SkillTags({ codes }: { codes: string[] }) {
  const skills = useSkills();
  return <span className="row wrap" style={{ gap: 4 }}>{codes.map((code) => { const one = skills.find((skill) => skill.value === code); return <StatusTag key={code} color={one?.color}>{one?.label ?? code}</StatusTag>; })}</span>;
}

export function KindPick({ value, onChange, all }: { value: string; onChange: (value: string) => void; all?: boolean }) {
  const { t } = useT();
  const kinds = [{ value: "person", label: t("人员") }, { value: "crew", label: t("班组") }, { value: "machine", label: t("机械设备") }];
  return <Segmented aria-label={t("类别")} value={value} onChange={onChange} options={all ? [{ value: "", label: t("全部") }, ...kinds] : kinds} />;
}

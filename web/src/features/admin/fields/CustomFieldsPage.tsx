import { useQuery } from "@tanstack/react-query";
import { ArrowLeftOutlined } from "@ant-design/icons";
import { Link, useParams } from "react-router";
import { catalogueQuery, useMeta } from "../../../api/meta";
import type { ResourceInfo } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { allQuery } from "../api";
import { LoadError } from "../LoadError";
import { grouped, isBusiness } from "../model/groups";
import type { OwnField } from "../model/customFields";
import { FieldList } from "./FieldList";
import "../admin.css";
import "./fields.css";

/** The firm's own fields, resource by resource. */
export function Component() {
  const { t } = useT();
  const { name } = useParams();
  const phone = useIsPhone();
  const meta = useMeta("custom_fields");
  const catalogue = useQuery(catalogueQuery);
  const rows = useQuery({ ...allQuery("custom_fields", { sort: "resource,position", fields: COLUMNS }), enabled: meta.isSuccess });
  const error = meta.error ?? rows.error ?? catalogue.error;
  if (error) return <LoadError error={error} title={t("自定义字段没有加载成功")} onRetry={() => void Promise.all([meta.refetch(), rows.refetch(), catalogue.refetch()])} />;
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const fields = (rows.data ?? []) as OwnField[];
  const resources = (catalogue.data?.resources ?? []).filter((one) => isBusiness(one.name) || fields.some((field) => field.resource === one.name));
  const open = resources.find((one) => one.name === name) ?? (phone ? undefined : grouped(resources)[0]?.items[0]);
  const busy = meta.isPending || rows.isPending || catalogue.isPending;
  const list = open && meta.data && <FieldList key={open.name} resource={open} fields={fields.filter((field) => field.resource === open.name)} can={meta.data.can} />;
  if (phone && name) {
    return (
      <div className="page">
        <Link to="/admin/custom-fields" className="row" style={{ minHeight: 40 }}><ArrowLeftOutlined aria-hidden />{t("自定义字段")}</Link>
        <div className="panel">{busy ? <LinesSkeleton /> : (list ?? <Empty text={t("没有这个对象，或您不能查看它。")} />)}</div>
      </div>
    );
  }
  return (
    <div className="page fill">
      <PageHead title={t("自定义字段")} note={!busy && t("{{n}} 个字段", { n: fields.length })} />
      <div className={phone ? "adm-split phone" : "adm-split narrow"}>
        <section className="panel adm-side" aria-label={t("对象")}>{busy ? <LinesSkeleton rows={8} /> : <Resources resources={resources} fields={fields} open={open?.name} />}</section>
        {!phone && <section className="panel adm-main scroll">{busy ? <LinesSkeleton rows={5} /> : list}</section>}
      </div>
    </div>
  );
}

// Lists carry only the columns of list_display; editing needs the rest too.
const COLUMNS = "resource,code,label,type,options,ref,required,help,position,active,version";

function Resources({ resources, fields, open }: { resources: ResourceInfo[]; fields: OwnField[]; open: string | undefined }) {
  const { t } = useT();
  return (
    <nav className="adm-side-list" aria-label={t("对象")}>
      {grouped(resources).map((group) => (
        <div key={group.label}>
          <h2 className="adm-side-group">{t(group.label)}</h2>
          {group.items.map((one) => (
            <Link key={one.name} to={`/admin/custom-fields/${one.name}`} className="adm-side-item short" aria-current={one.name === open ? "page" : undefined}>
              <span className="ellipsis grow">{one.label}</span>
              <span className="muted small num">{fields.filter((field) => field.resource === one.name).length || ""}</span>
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

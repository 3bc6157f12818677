import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { ArrowLeftOutlined, LinkOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "react-router";
import { useCan } from "../../../api/me";
import { isApiError } from "../../../api/errors";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { openQuery, pathQuery, type Place } from "../api";
import { Browser } from "../parts/browser/Browser";
import { FindBox } from "../parts/browser/FindBox";
import { Hits } from "../parts/browser/Hits";
import { useBrowse } from "../parts/browser/useBrowse";
import { Roots } from "../parts/Roots";
import "../library.css";

/** 资料中心: all projects, customers and companies whose documents one may see; then one of them with its folders. */
export function LibraryPage() {
  const browse = useBrowse();
  return browse.folder ? <Inside folder={browse.folder} /> : <Outside />;
}

function Outside() {
  const { t } = useT();
  const can = useCan();
  const navigate = useNavigate();
  const client = useQueryClient();
  const notify = useNotify();
  const browse = useBrowse();
  const [opening, setOpening] = useState(false);
  const open = async (place: Place) => {
    setOpening(true);
    try {
      browse.openFolder((await client.fetchQuery(openQuery(place))).id);
    } catch (error) {
      notify.fail(error);
    }
    setOpening(false);
  };
  const finding = browse.q.length >= 2;
  return (
    <div className="page">
      <PageHead title={t("资料中心")} actions={can("documents", "share") && <Link to="/share-links"><Button icon={<LinkOutlined />}>{t("我的外链")}</Button></Link>} />
      <section className="panel lib-outside">
        <FindBox value={browse.q} onChange={browse.search} />
        {finding
          ? <Hits search={{ q: browse.q }} onOpen={(hit) => navigate(`/documents/${hit.document.id}${hit.page ? `?page=${hit.page}` : ""}`)} />
          : <Roots onOpen={browse.openFolder} onPlace={(place) => void open(place)} busy={opening} />}
      </section>
    </div>
  );
}

function Inside({ folder }: { folder: string }) {
  const { t } = useT();
  const path = useQuery(pathQuery(folder));
  const back = <Link to="/library" className="lib-up"><ArrowLeftOutlined aria-hidden /> {t("资料中心")}</Link>;
  if (path.isError) {
    const gone = isApiError(path.error) && path.error.status === 404;
    return <div className="page"><div className="panel"><ErrorBox error={path.error} title={gone ? t("找不到这个文件夹") : undefined} onRetry={gone ? undefined : () => void path.refetch()} /><p className="lib-back">{back}</p></div></div>;
  }
  const root = path.data?.[0]?.id;
  return (
    <div className="page fill lib-page">
      <section className="panel lib-panel">{root ? <Browser key={root} root={root} back={back} /> : <LinesSkeleton rows={6} />}</section>
    </div>
  );
}

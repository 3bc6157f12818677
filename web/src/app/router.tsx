import { createBrowserRouter, redirect, type LoaderFunctionArgs } from "react-router";
import { setSignedOutHandler } from "../api/client";
import { isApiError } from "../api/errors";
import { meQuery } from "../api/me";
import { queryClient } from "../api/query";
import { setLanguage, storedLanguage } from "../i18n";
import { prefetchList } from "../resource/data/list";
import { CrashPage, NotFoundPage, StartPage } from "./pages";
import { features } from "./features";

function loginPath(from: string): string {
  return from === "/" ? "/login" : `/login?next=${encodeURIComponent(from)}`;
}

/** Everything in the shell needs a person; the first password must be changed before anything else. */
async function needPerson({ request }: LoaderFunctionArgs) {
  const url = new URL(request.url);
  try {
    const me = await queryClient.ensureQueryData(meQuery);
    if (me.must_change_password && url.pathname !== "/first-password") return redirect("/first-password");
    const { language } = me;
    if (language && (language === "en") !== (storedLanguage() === "en")) {
      await setLanguage(language === "en" ? "en" : "zh-hans");
      // The page asked for its data beside this one, still in the other language.
      const others = { predicate: (query: { queryKey: readonly unknown[] }) => query.queryKey[0] !== "me" };
      await queryClient.cancelQueries(others);
      void queryClient.invalidateQueries(others);
    }
    return null;
  } catch (error) {
    if (isApiError(error) && error.status === 401) return redirect(loginPath(url.pathname + url.search));
    throw error;
  }
}

/** The workbench draws before the features' registrations are there; every other page waits for them. */
async function needRegistrations({ request }: LoaderFunctionArgs) {
  const loaded = import("./registrations");
  if (new URL(request.url).pathname !== "/") await loaded;
  return null;
}

/** Stands here and not with the page, so that the data travel together with the page's code. */
function loadList({ params, request }: LoaderFunctionArgs) {
  prefetchList(params.resource ?? "", new URL(request.url).searchParams);
  return null;
}

const shell = () => import("./Shell").then((module) => ({ Component: module.Shell }));

export const router = createBrowserRouter([
  ...features.flatMap((feature) => feature.bareRoutes ?? []).map((route) => ({ ...route, HydrateFallback: StartPage, errorElement: <CrashPage /> })),
  {
    id: "shell",
    path: "/",
    lazy: shell,
    loader: needPerson,
    shouldRevalidate: () => false,
    HydrateFallback: StartPage,
    errorElement: <CrashPage />,
    children: [
      {
        errorElement: <CrashPage inShell />,
        loader: needRegistrations,
        shouldRevalidate: () => false,
        children: [
          ...features.flatMap((feature) => feature.routes ?? []),
          { path: "r/:resource", loader: loadList, lazy: () => import("./AnyResource") },
          { path: "*", Component: NotFoundPage },
        ],
      },
    ],
  },
]);

setSignedOutHandler(() => {
  const { pathname, search } = router.state.location;
  const bare = pathname === "/login";
  if (bare || !router.state.initialized) return;
  queryClient.clear();
  void router.navigate(loginPath(pathname + search));
});

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { draw, withFixture } from "../../test/render";
import { FirstPasswordPage } from "./FirstPasswordPage";
import { LoginPage, safeNext } from "./LoginPage";

const AUTH = "/_allauth/browser/v1";
const sent: { path: string; body: unknown }[] = [];
let answers: Record<string, { status: number; body: object }>;

beforeEach(() => {
  sent.length = 0;
  answers = { "/config": { status: 200, body: {} } };
  withFixture(3);
  const api = globalThis.fetch;
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
    if (!url.startsWith(AUTH)) return api(url, init);
    const path = url.slice(AUTH.length);
    sent.push({ path, body: typeof init?.body === "string" ? JSON.parse(init.body) : null });
    const answer = answers[path] ?? { status: 200, body: {} };
    return Promise.resolve(new Response(JSON.stringify({ status: answer.status, ...answer.body }), { status: answer.status }));
  });
});
afterEach(() => vi.unstubAllGlobals());

async function signIn(name = "wangjg") {
  await userEvent.type(await screen.findByLabelText("用户名或邮箱"), name);
  await userEvent.type(screen.getByLabelText("密码"), "secret-1234");
  await userEvent.click(screen.getByRole("button", { name: /^登录$/ }));
}

describe("login", () => {
  test("leads back to where one wanted to go", async () => {
    const { router } = draw(<LoginPage />, "/login?next=%2Fcustomers%3Fq%3D1");
    await signIn();
    await waitFor(() => expect(router.state.location.pathname + router.state.location.search).toBe("/customers?q=1"));
    expect(sent.at(-1)).toEqual({ path: "/auth/login", body: { username: "wangjg", password: "secret-1234" } });
  });

  test("offers the accounts of other systems and goes there", async () => {
    const assign = vi.fn();
    vi.stubGlobal("location", { ...window.location, assign });
    answers["/auth/provider/redirect"] = { status: 200, body: { data: { location: "https://login.work.weixin.qq.com/x" } } };
    draw(<LoginPage />, "/login?next=%2Fcustomers");
    await userEvent.click(await screen.findByRole("button", { name: /用企业微信登录/ }));
    await waitFor(() => expect(assign).toHaveBeenCalledWith("https://login.work.weixin.qq.com/x"));
    expect(sent.at(-1)!.body).toEqual({ provider: "01a1f000-0000-7000-8000-00000000aa01", process: "login", next: "/customers" });
  });

  test.each([["unknown", "您的账号还没有开通，请联系管理员。"], ["provider", "“对方系统”没有完成登录"]])("back from there with %s it says why", async (code, words) => {
    draw(<LoginPage />, `/login?error=${code}&provider=${encodeURIComponent("请拨打 123")}`);
    expect((await screen.findByRole("alert")).textContent).toContain(words);
    expect(document.body.textContent).not.toContain("请拨打");
  });

  test("back from there signed in, it leads on", async () => {
    const { router } = draw(<LoginPage />, "/login?via=01a1f000-0000-7000-8000-00000000aa01&next=%2Fcustomers");
    await waitFor(() => expect(router.state.location.pathname).toBe("/customers"));
  });

  test("takes an e-mail too", async () => {
    draw(<LoginPage />, "/login");
    await signIn("wang@example.com");
    await waitFor(() => expect(sent.at(-1)!.body).toEqual({ email: "wang@example.com", password: "secret-1234" }));
  });

  test("says in Chinese what is wrong and keeps the name", async () => {
    answers["/auth/login"] = { status: 400, body: { errors: [{ message: "The username and/or password…", code: "username_password_mismatch", param: "password" }] } };
    const { router } = draw(<LoginPage />, "/login");
    await signIn();
    expect((await screen.findByRole("alert")).textContent).toContain("用户名或密码不对");
    expect((screen.getByLabelText("用户名或邮箱") as HTMLInputElement).value).toBe("wangjg");
    expect(router.state.location.pathname).toBe("/login");
  });

  test("an empty form asks for both and sends nothing", async () => {
    draw(<LoginPage />, "/login");
    await userEvent.click(await screen.findByRole("button", { name: /^登录$/ }));
    expect(screen.getByText("请输入用户名")).toBeTruthy();
    expect(screen.getByText("请输入密码")).toBeTruthy();
    expect(sent.map((one) => one.path)).toEqual(["/config"]);
  });

  test("asks for the second step, also with a recovery code", async () => {
    answers["/auth/login"] = { status: 401, body: { data: { flows: [{ id: "login" }, { id: "mfa_authenticate", is_pending: true }] } } };
    const { router } = draw(<LoginPage />, "/login");
    await signIn();
    await userEvent.click(await screen.findByRole("button", { name: "手机不在身边？用恢复码" }));
    await userEvent.type(screen.getByLabelText("恢复码"), "ab12 cd34");
    await userEvent.click(screen.getByRole("button", { name: /验证并登录/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/"));
    expect(sent.at(-1)).toEqual({ path: "/auth/2fa/authenticate", body: { code: "ab12cd34" } });
  });

  test.each([["/customers", "/customers"], [null, "/"], ["https://evil.example", "/"], ["//evil.example", "/"], ["/\\evil.example", "/"]])("after login %s leads to %s", (next, path) => {
    expect(safeNext(next)).toBe(path);
  });
});

describe("first password", () => {
  async function fill(next: string, again: string) {
    await userEvent.type(await screen.findByLabelText(/当前密码/), "given-1234");
    await userEvent.type(screen.getByLabelText(/^新密码/), next);
    await userEvent.type(screen.getByLabelText(/再输一次/), again);
    await userEvent.click(screen.getByRole("button", { name: /保存并进入/ }));
  }

  test("must be long enough and the same twice", async () => {
    draw(<FirstPasswordPage />, "/first-password");
    await fill("short", "other");
    expect(screen.getByText("新密码至少 10 个字符")).toBeTruthy();
    expect(screen.getByText("两次输入的新密码不一样")).toBeTruthy();
    expect(sent.filter((one) => one.path === "/account/password/change")).toEqual([]);
  });

  test("the server's objection is shown, a good one leads on", async () => {
    answers["/account/password/change"] = { status: 400, body: { errors: [{ message: "密码太容易猜。", code: "password_too_common", param: "new_password" }] } };
    const { router } = draw(<FirstPasswordPage />, "/first-password");
    await fill("long-enough-1", "long-enough-1");
    expect(await screen.findByText("密码太容易猜。")).toBeTruthy();
    delete answers["/account/password/change"];
    await userEvent.click(screen.getByRole("button", { name: /保存并进入/ }));
    await waitFor(() => expect(router.state.location.pathname).toBe("/"));
    expect(sent.at(-1)).toEqual({ path: "/account/password/change", body: { current_password: "given-1234", new_password: "long-enough-1" } });
  });
});

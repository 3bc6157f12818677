import { registerResourceUi } from "../../resource/registry";

registerResourceUi("sign_in_providers", { listPath: "/admin/sign-in" });

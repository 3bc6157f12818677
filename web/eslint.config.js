import parser from "@typescript-eslint/parser";
import boundaries from "eslint-plugin-boundaries";

const CHINESE = "[\\u3400-\\u9fff]";
const inTranslation = "CallExpression[callee.name=/^(t|tk)$/]";
const layers = ["app", "features", "resource", "kit", "api", "i18n"];

const noFetch = [
  { selector: "CallExpression[callee.name='fetch']", message: "Only api/ talks to the server: use api/client.ts." },
  { selector: "NewExpression[callee.name=/^(EventSource|XMLHttpRequest)$/]", message: "Only api/ talks to the server." },
];
const noColour = [
  { selector: "Literal[value=/^#([0-9a-fA-F]{3}){1,2}$|rgba?\\(/]", message: "Colours come from kit/: use a token or a CSS variable." },
];
const noLiteral = [
  { selector: `Literal[value=/${CHINESE}/]:not(${inTranslation} > Literal)`, message: "Text on screen goes through t(\"…\") (tk(\"…\") where it is only declared)." },
  { selector: `JSXText[value=/${CHINESE}/]`, message: "Text on screen goes through t(\"…\")." },
  { selector: `TemplateElement[value.raw=/${CHINESE}/]`, message: "Use t(\"…{{name}}…\", { name }) instead of a template." },
];
const noBareAntd = [
  { selector: "ImportDeclaration[source.value='antd'] ImportSpecifier[imported.name=/^(message|notification)$/]", message: "Use useNotify() from kit/." },
  { selector: "MemberExpression[object.name='Modal'][property.name=/^(confirm|info|error|warning|success)$/]", message: "Use useConfirm() from kit/." },
];

const all = [...noFetch, ...noColour, ...noLiteral, ...noBareAntd];

export default [
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: ["src/**/*.test.{ts,tsx}", "src/test/**", "src/api/generated.d.ts"],
    languageOptions: { parser, parserOptions: { ecmaVersion: "latest", sourceType: "module", ecmaFeatures: { jsx: true } } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { boundaries },
    settings: {
      "import/resolver": { node: { extensions: [".ts", ".tsx"] } },
      "boundaries/elements": [
        { type: "features", pattern: "src/features/*", capture: ["feature"] },
        ...layers.filter((l) => l !== "features").map((type) => ({ type, pattern: `src/${type}` })),
      ],
    },
    rules: {
      "boundaries/dependencies": ["error", {
        default: "disallow",
        policies: [
          ...layers.map((type, i) => ({
            from: { element: { type } },
            allow: { to: { element: { types: { anyOf: [...layers.slice(i + 1), ...(type === "features" ? [] : [type])] } } } },
          })),
          {
            from: { element: { type: "features" } },
            allow: { to: { element: { type: "features", captured: { feature: "{{ from.element.captured.feature }}" } } } },
          },
        ],
      }],
      "no-restricted-syntax": ["error", ...all],
    },
  },
  // The three lowest layers are where fetch, colours and texts live; kit alone may wrap AntD's own messages.
  { files: ["src/api/**"], rules: { "no-restricted-syntax": ["error", ...noColour, ...noBareAntd] } },
  { files: ["src/kit/**"], rules: { "no-restricted-syntax": ["error", ...noFetch] } },
  { files: ["src/i18n/**"], rules: { "no-restricted-syntax": ["error", ...noFetch, ...noColour] } },
];

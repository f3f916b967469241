import nextPlugin from '@next/eslint-plugin-next';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const CLOCK = 'Inject it: lib/core/clock.ts holds the clock, lib/core/ids.ts the random ids.';
const NO_HIDDEN_INPUT = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: CLOCK,
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: CLOCK },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: CLOCK,
  },
];
/** attributes of elements and of our own components that people read or hear */
const WORDED =
  '/^(label|title|note|hint|description|alt|placeholder|summary|aria-label|aria-description|aria-roledescription|aria-valuetext)$/';
const NO_LITERAL_WORDS = [
  {
    // the product's name and names of keys are the same in every language
    selector: String.raw`JSXText[value=/^(?!\s*(Quadrat|Enter)\s*$)[^]*[a-z]{2}/]`,
    message:
      'Words on screen come from messages/en: t(...) of use-intl, or getTranslations() on the server.',
  },
  {
    selector: `JSXAttribute[name.name=${WORDED}] > Literal[value=/[A-Za-z]{2}/]`,
    message: 'Words for people come from messages/en, those for screen readers too.',
  },
  {
    selector: `JSXAttribute[name.name=${WORDED}] > JSXExpressionContainer > Literal[value=/[A-Za-z]{2}/]`,
    message: 'Words for people come from messages/en, those for screen readers too.',
  },
  {
    selector: `JSXAttribute[name.name=${WORDED}] > JSXExpressionContainer > TemplateLiteral > TemplateElement[value.raw=/[A-Za-z]{3}/]`,
    message: 'Words for people come from messages/en, those for screen readers too.',
  },
  {
    // title={on ? 'Hide' : 'Show'}, label={name ?? 'Nobody'}; three letters, as "px" is the same in every language
    selector: `JSXAttribute[name.name=${WORDED}] > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=/[A-Za-z]{3}/]`,
    message: 'Words for people come from messages/en, those for screen readers too.',
  },
  {
    selector:
      ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=/[A-Za-z]{3}/]',
    message: 'Words on screen come from messages/en.',
  },
  {
    selector:
      ':matches(JSXElement, JSXFragment) > JSXExpressionContainer > Literal[value=/[A-Za-z]{2}/]',
    message: 'Words on screen come from messages/en.',
  },
  {
    selector:
      "CallExpression:matches([callee.name='toast'], [callee.object.name='toast']) > :matches(Literal[value=/[A-Za-z]{2}/], TemplateLiteral):first-child",
    message: 'Words on screen come from messages/en.',
  },
];
const NO_BARREL = {
  selector: 'ExportAllDeclaration',
  message: 'Import from the file that declares it.',
};

export default defineConfig(
  globalIgnores([
    'node_modules',
    '.next*',
    '.quadrat*',
    'generated',
    'trainer',
    'next-env.d.ts',
    'public',
    'test-results',
    'playwright-report',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.{js,mjs,ts,mts,tsx}'],
    rules: {
      'max-lines': ['error', { max: 400 }],
      complexity: ['error', 15],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...NO_HIDDEN_INPUT, NO_BARREL],
    },
  },
  {
    files: ['**/*.{ts,mts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // a plain arrow that calls is fine; () => void handlers of React need no braces
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } },
      ],
      // numbers and booleans print as one expects
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      // process.env is read as process.env['NAME'] throughout, whether a package declares the name or not
      '@typescript-eslint/dot-notation': 'off',
      // asks for the `!` that no-non-null-assertion refuses
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // a stack trace through `return promise` loses the caller
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
    },
  },
  {
    files: ['**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.recommended],
  },
  {
    files: ['app/**/*.{ts,tsx}', 'components/**/*.{ts,tsx}'],
    plugins: { '@next/next': nextPlugin },
    rules: {
      ...nextPlugin.configs.recommended.rules,
      ...nextPlugin.configs['core-web-vitals'].rules,
      // chips and previews come from our own immutable addresses, already in the size that is shown
      '@next/next/no-img-element': 'off',
    },
  },
  {
    files: ['app/**/*.tsx', 'components/**/*.tsx'],
    rules: {
      'no-restricted-syntax': ['error', ...NO_HIDDEN_INPUT, NO_BARREL, ...NO_LITERAL_WORDS],
    },
  },
  {
    // the two places that read the clock and the random source, and plain scripts that measure time
    files: ['lib/core/clock.ts', 'lib/core/ids.ts', '**/*.mjs', 'bench/**', 'playwright/**'],
    rules: { 'no-restricted-syntax': ['error', NO_BARREL] },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'tests/**', 'playwright/**'],
    rules: {
      // expect(mock.method) and table-driven cases
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
);

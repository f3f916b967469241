// Who may import whom; docs/architecture.md, "Layers", says it in words. Run: npx depcruise .
const TESTS = '\\.test\\.tsx?$';
const SERVER_TESTS = `^tests/|${TESTS}`;

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment:
        'Two files that need each other, by types too, are one thing: move what both need below them.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'app-is-the-top',
      comment: 'Pages and routes are imported by nobody.',
      severity: 'error',
      from: { pathNot: `^app/|${SERVER_TESTS}|^scripts/|^bench/` },
      to: { path: '^app/' },
    },
    {
      name: 'core-imports-nothing',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: TESTS },
      to: { pathNot: '^lib/core/' },
    },
    {
      name: 'contracts-import-zod-only',
      comment: 'What Python shares must not depend on the rest of us.',
      severity: 'error',
      from: { path: '^lib/contracts/', pathNot: TESTS },
      to: { pathNot: '^lib/contracts/|^node_modules/zod/' },
    },
    {
      name: 'geometry-imports-core-only',
      severity: 'error',
      from: { path: '^lib/geometry/', pathNot: TESTS },
      to: { pathNot: '^lib/(core|geometry)/|^node_modules/proj4/' },
    },
    {
      name: 'pure-stays-pure',
      comment:
        'Domain and editor run in browser, worker and server: no Node, no npm but zod. They name messages, by type.',
      severity: 'error',
      from: { path: '^lib/(domain|editor)/', pathNot: TESTS },
      to: {
        pathNot: '^lib/(core|contracts|geometry|domain|editor)/|^node_modules/zod/|^messages/en/',
      },
    },
    {
      name: 'domain-is-below-editor',
      severity: 'error',
      from: { path: '^lib/domain/', pathNot: TESTS },
      to: { path: '^lib/editor/' },
    },
    {
      name: 'lib-never-imports-ui',
      severity: 'error',
      from: { path: '^lib/', pathNot: TESTS },
      to: { path: '^(components|app)/' },
    },
    {
      name: 'browser-sees-server-types-only',
      comment: 'Components and browser libraries call the API; they may borrow a type.',
      severity: 'error',
      from: { path: '^(components|lib/(client|editor|ml|map))/', pathNot: TESTS },
      to: {
        path: '^(lib/server|generated)/',
        pathNot: '^generated/prisma/(enums|browser)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'pages-get-their-messages',
      comment: 'A page has the messages of its language from the server: none are in its script.',
      severity: 'error',
      from: { path: '^(components|lib/(client|editor|ml))/', pathNot: TESTS },
      to: {
        path: '^lib/i18n/(english-error|messages|messages-[a-z]+)\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'ui-is-domain-free',
      comment: 'Primitives know nothing of chips and labels.',
      severity: 'error',
      from: { path: '^components/ui/', pathNot: TESTS },
      to: { path: '^(lib/(server|domain|editor|ml)|components/(?!ui/)[^/]+)/' },
    },
    {
      name: 'prisma-only-in-data-and-mutations',
      comment: 'Reads in data.ts, writes in mutations.ts; all others may borrow types.',
      severity: 'error',
      from: {
        path: '^(app|components|lib|cli)/',
        pathNot: `^lib/server/(db/|.+/(data|mutations)\\.ts$)|${TESTS}`,
      },
      to: {
        path: '^(generated/prisma/(?!enums)|lib/server/db/client|node_modules/(@prisma|@types/pg|pg)/)',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'tfjs-only-in-the-worker',
      severity: 'error',
      from: { path: '^(app|components|lib|cli)/', pathNot: `^lib/ml/worker/|${TESTS}` },
      to: { path: '^node_modules/@tensorflow/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'konva-only-in-the-editor',
      severity: 'error',
      from: { pathNot: `^components/editor/|${TESTS}` },
      to: { path: '^node_modules/(react-)?konva/' },
    },
    {
      name: 'ol-only-in-the-map',
      severity: 'error',
      from: { pathNot: `^components/map/|${TESTS}` },
      to: { path: '^node_modules/ol/' },
    },
    {
      name: 'plot-only-in-the-chart',
      severity: 'error',
      from: { pathNot: `^components/ui/bar-chart\\.tsx$|${TESTS}` },
      to: { path: '^node_modules/@observablehq/plot/' },
    },
    {
      name: 'tests-are-imported-by-tests',
      severity: 'error',
      from: { path: '^(app|components|lib|cli)/', pathNot: TESTS },
      to: { path: `^tests/|${TESTS}` },
    },
  ],
  options: {
    doNotFollow: { path: ['^node_modules/', '^generated/'] },
    exclude: { path: ['^\\.next', '^\\.quadrat', '^public/', '^trainer/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

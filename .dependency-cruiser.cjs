// The house's directions: what a room may import. Evidence and verdict never learn how a cluster runs,
// and the runner never learns how a page looks; the two sides meet in JSON on disk.

const room = (name) => `^src/${name}/`;
const only = (from, allowed) => ({
  name: `${from}-imports`,
  severity: 'error',
  from: { path: room(from) },
  to: { path: '^src/', pathNot: [from, ...allowed].map(room) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    only('contract', []),
    only('statistics', []),
    only('verdict', ['contract', 'statistics']),
    only('machine', []),
    only('evidence', ['contract', 'machine', 'history']),
    only('analysis', ['contract']),
    only('catalogue', ['contract', 'evidence', 'verdict', 'analysis', 'statistics']),
    only('views', ['contract', 'evidence', 'verdict', 'analysis', 'statistics', 'catalogue', 'history']),
    only('pages', ['views', 'contract', 'layouts', 'components', 'publish']),
    only('history', ['contract']),
    only('checkers', ['history', 'contract', 'statistics']),
    only('scoreboard', [
      ...['contract', 'history', 'evidence', 'verdict', 'statistics'],
      ...['machine', 'checkers', 'subjects', 'runner'],
    ]),
    only('shrink', ['contract', 'history', 'evidence', 'statistics', 'machine', 'subjects', 'runner']),
    only('recheck', ['contract', 'history', 'checkers', 'evidence', 'verdict']),
    only('verify', ['contract', 'evidence', 'verdict']),
    only('gate', ['contract', 'catalogue', 'evidence', 'verdict']),
    only('exports', ['contract', 'catalogue', 'verdict', 'views']),
    only('analyze', ['contract', 'catalogue', 'analysis', 'verdict', 'views']),
    only('subjects', ['contract', 'machine']),
    only('shards', ['contract', 'history', 'checkers', 'evidence', 'verdict', 'machine', 'subjects', 'runner']),
    only('runner', ['contract', 'statistics', 'machine', 'history', 'checkers', 'subjects']),
    only('known-faults', ['contract', 'runner', 'subjects']),
    only('conformance', ['contract', 'machine', 'history', 'runner', 'subjects']),
    only('bench', ['contract', 'checkers']),
    only('comparison', ['contract', 'runner', 'history', 'checkers', 'machine', 'subjects']),
    only('reconstruct', ['contract', 'statistics']),
    {
      name: 'contract-imports-zod-only',
      severity: 'error',
      from: { path: room('contract') },
      to: { dependencyTypes: ['npm', 'core'], pathNot: 'node_modules/zod/' },
    },
    {
      name: 'the-judge-touches-nothing',
      severity: 'error',
      from: { path: ['^src/verdict/', '^src/statistics/', '^src/history/', '^src/checkers/'] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'phases-know-no-subject-by-name',
      severity: 'error',
      from: { path: '^src/(runner|checkers|history|comparison|known-faults|shrink)/' },
      to: { path: '^src/subjects/[^/]+/' },
    },
    {
      name: 'one-octokit',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/reconstruct/github\\.ts$' },
      to: { path: 'node_modules/@?octokit' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.astro)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  },
};

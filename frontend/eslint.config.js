import hooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

const features = [
  'today',
  'first-run',
  'unlock',
  'patients',
  'patient',
  'notes',
  'conflicts',
  'sync',
  'backup',
  'restore',
  'remote',
  'interchange',
  'practice',
  'palette',
]

// Text that a person reads comes from the catalogue. The pseudo-locale test catches the rest.
const literalText = [
  { selector: 'JSXText[value=/[A-Za-z]{2}/]', message: 'Text comes from the catalogue: t(…).' },
  {
    selector:
      'JSXAttribute[name.name=/^(aria-label|label|placeholder|title|alt|description)$/] > Literal[value=/[A-Za-z]{2}/]',
    message: 'Text comes from the catalogue: t(…).',
  },
]

const forbidden = [
  {
    selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
    message: 'No markup from strings: a record may hold anything.',
  },
  {
    selector: 'MemberExpression[object.name="window"][property.name="open"]',
    message: 'Links leave through Session.OpenExternal.',
  },
  {
    selector: 'MemberExpression[object.name="navigator"][property.name=/^languages?$/]',
    message: 'The language comes from Go: under LANG=C the web view answers one that throws.',
  },
  {
    selector: 'MemberExpression[property.name=/^(innerHTML|outerHTML)$/]',
    message: 'No markup from strings.',
  },
]

const storage = ['localStorage', 'sessionStorage', 'indexedDB', 'caches', 'open'].map((name) => ({
  name,
  message: 'Web storage lies on the disk in clear; links leave through Session.OpenExternal.',
}))

/** Forbids a folder's files to import others, whether by the alias or by climbing. */
const notFrom = (files, folders, message) => ({
  files,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          { regex: `^(@|(\\.\\./)+)/?(${folders.join('|')})(/|$)`, message },
          {
            regex: '^\\.\\./\\.\\./\\.\\./',
            message: 'Climb by the alias @, which can be checked.',
          },
        ],
      },
    ],
  },
})

// shared -> features -> app, and no feature knows another.
const directions = [
  notFrom(['src/lib/**'], ['components', 'features', 'app'], 'lib is below'),
  notFrom(['src/components/**'], ['features', 'app'], 'components are below'),
  ...features.map((name) =>
    notFrom(
      [`src/features/${name}/**`],
      [
        'app',
        ...features
          .filter((other) => other !== name)
          .flatMap((other) => [`features/${other}`, other]),
      ],
      'a feature knows neither the app nor another feature',
    ),
  ),
]

export default tseslint.config(
  { ignores: ['dist', 'wailsjs', 'node_modules'] },
  ...tseslint.configs.recommendedTypeChecked,
  hooks.configs.flat['recommended-latest'],
  {
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      'no-restricted-globals': ['error', ...storage],
      'no-restricted-syntax': ['error', ...forbidden],
      'no-restricted-properties': [
        'error',
        ...storage.map(({ name, message }) => ({ object: 'window', property: name, message })),
        ...storage.map(({ name, message }) => ({ object: 'globalThis', property: name, message })),
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, properties: false } },
      ],
    },
  },
  ...directions,
  {
    files: ['src/**/*.tsx'],
    ignores: ['src/**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...forbidden, ...literalText] },
  },
  { files: ['*.js', 'vite.config.ts'], ...tseslint.configs.disableTypeChecked },
)

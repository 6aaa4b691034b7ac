import importX from 'eslint-plugin-import-x'
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

export default tseslint.config(
  { ignores: ['dist', 'wailsjs', 'node_modules'] },
  ...tseslint.configs.recommendedTypeChecked,
  hooks.configs.flat['recommended-latest'],
  {
    languageOptions: { parserOptions: { projectService: true } },
    plugins: { 'import-x': importX },
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
      // shared -> features -> app, and no feature knows another.
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            { target: './src/lib', from: ['./src/components', './src/features', './src/app'] },
            { target: './src/components', from: ['./src/features', './src/app'] },
            { target: './src/features', from: './src/app' },
            ...features.map((name) => ({
              target: `./src/features/${name}`,
              from: './src/features',
              except: [`./${name}`],
            })),
          ],
        },
      ],
    },
    settings: {
      'import-x/resolver-next': [
        (await import('eslint-plugin-import-x')).createNodeResolver({
          extensions: ['.ts', '.tsx', '.js'],
          alias: { '@': [`${import.meta.dirname}/src`] },
        }),
      ],
    },
  },
  {
    files: ['src/**/*.tsx'],
    ignores: ['src/**/*.test.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...forbidden, ...literalText] },
  },
  { files: ['*.js', 'vite.config.ts'], ...tseslint.configs.disableTypeChecked },
)

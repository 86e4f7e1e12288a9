// Lint rules: strict types everywhere, and the house's borders (see ARCHITECTURE.md).
import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const pureMessage = 'This folder is pure (no node:*, no clock, no chance): see ARCHITECTURE.md.';

/** The core, whatever of it, knows nothing of the shells around it. */
const noShells = {
  group: ['electron', '**/electron/*', '**/renderer/*'],
  message: 'The core knows neither Electron nor the window: see ARCHITECTURE.md.',
};
const noBackends = {
  group: ['@tensorflow/tfjs-backend-*', '@tensorflow/tfjs-node'],
  message: 'Backends are named in src/tensor alone: see ARCHITECTURE.md.',
};
/** Of src/, these files and no others. */
const coreBut = (allowed, message) => ({ regex: `/src/(?!(?:${allowed.join('|')})\\.ts$)`, message });

export default ts.config(
  { ignores: ['dist/', 'release/', 'runs/', 'node_modules/', 'coverage/', 'tests/fixtures/', '**/*.d.ts'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: see ARCHITECTURE.md.' },
      ],
    },
  },
  {
    files: ['src/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noShells, noBackends] }] },
  },
  {
    files: ['src/tensor/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [noShells] }] },
  },
  {
    files: ['src/model/**', 'src/text/**', 'src/evaluation/**', 'src/report/**', 'src/drafting/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', '../library/*', '../engine/*'], message: pureMessage },
            noShells,
            noBackends,
          ],
        },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: pureMessage },
        { object: 'Date', property: 'now', message: pureMessage },
        { object: 'performance', property: 'now', message: pureMessage },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'Date', message: pureMessage },
        { name: 'process', message: pureMessage },
      ],
    },
  },
  {
    files: ['renderer/**'],
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['node:*', '**/electron/*'], message: 'The window is a page: see ARCHITECTURE.md.' },
            coreBut(
              // Reports and grey levels are data and arithmetic that both sides must mean the same by.
              ['ipc', 'errors', 'model/caption', 'report/report', 'image/greyImage', 'image/displayGrey'],
              'The window knows of the core the contract, data and their arithmetic alone: see ARCHITECTURE.md.',
            ),
          ],
        },
      ],
    },
  },
  {
    files: ['electron/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/renderer/*'], message: 'The shell does not know the window: see ARCHITECTURE.md.' },
            coreBut(
              ['ipc', 'ipcSchemas', 'errors'],
              'The shell knows of the core the contract alone: see ARCHITECTURE.md.',
            ),
          ],
        },
      ],
    },
  },
  {
    // State classes replace their maps and sets whole ($state.raw): reactive ones would cost and gain nothing.
    files: ['renderer/**/*.svelte.ts', 'renderer/**/*.svelte'],
    rules: { 'svelte/prefer-svelte-reactivity': 'off' },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  { files: ['**/*.config.{js,ts}', 'eslint.config.js'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.{js,cjs}'], ...ts.configs.disableTypeChecked },
);

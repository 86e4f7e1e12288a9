// Lint rules: strict types everywhere, and the house's borders (see ARCHITECTURE.md).
import js from '@eslint/js';
import globals from 'globals';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

const pureMessage = 'This folder is pure (no node:*, no clock, no chance): see ARCHITECTURE.md.';

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
    files: ['src/model/**', 'src/text/**', 'src/evaluation/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['node:*', '../library/*', '../engine/*'], message: pureMessage }] },
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
            {
              group: ['node:*', '**/electron/*', '**/src/engine/*', '**/src/library/*', '**/src/tensor/*'],
              message: 'The renderer knows src/ipc.ts alone: see ARCHITECTURE.md.',
            },
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
            {
              group: ['**/renderer/*', '**/src/model/*', '**/src/tensor/*'],
              message: 'The shell knows src/ipc.ts and the engine entry alone: see ARCHITECTURE.md.',
            },
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

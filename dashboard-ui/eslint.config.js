import js from '@eslint/js'
import jsxA11y from 'eslint-plugin-jsx-a11y'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import { readdirSync } from 'node:fs'
import tseslint from 'typescript-eslint'

const features = readdirSync(new URL('./src/features', import.meta.url))

/** A feature knows the shared folders and itself; only the app puts features together. */
const featureBoundaries = features.map((feature) => ({
  files: [`src/features/${feature}/**`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: [
              ...features
                .filter((other) => other !== feature)
                .flatMap((other) => [
                  `@/features/${other}`,
                  `@/features/${other}/*`,
                  `../${other}/*`,
                  `../../${other}/*`,
                ]),
              '@/app/*',
            ],
            message:
              'A feature must not import another feature or the app: move what is shared to components, api or lib.',
          },
        ],
      },
    ],
  },
}))

export default defineConfig([
  globalIgnores(['dist', 'target', 'coverage', 'public', 'src/api/generated', 'playwright-report', 'test-results']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-invalid-void-type': ['error', { allowAsThisParameter: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/consistent-type-definitions': 'off',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.strict],
    rules: { 'no-console': 'error' },
  },
  {
    // Texts are in catalogues: what a reader sees is in both languages. Words of no language stand in an expression.
    files: ['src/**/*.tsx'],
    ignores: ['src/**/*.test.tsx', 'src/test/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        ...[
          'JSXText[value=/[A-Za-z]{2,}/]',
          'JSXAttribute[name.name=/^(title|label|placeholder|aria-label|aria-description|alt|what|verb|hint|note|lead|description|empty|confirm|keep)$/] > Literal[value=/[A-Za-z]{2,}/]',
          'JSXAttribute[name.name=/^(title|label|placeholder|aria-label|alt|what|verb|hint|note|lead|description)$/] TemplateElement[value.raw=/[A-Za-z]{3,} /]',
          'JSXElement > JSXExpressionContainer > :matches(ConditionalExpression, LogicalExpression) > Literal[value=/[a-z]{2,} [a-z]{2,}/]',
          'JSXElement > JSXExpressionContainer TemplateElement[value.raw=/[a-z]{3,} [a-z]{2,}/]',
        ].map((selector) => ({ selector, message: 'Put the text into the catalogue (README.md, Texts).' })),
      ],
    },
  },
  ...featureBoundaries,
  {
    files: ['src/{api,components,lib}/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [{ group: ['@/features/*', '@/app/*'], message: 'Shared code must not know features or the app.' }],
        },
      ],
    },
  },
  {
    files: ['scripts/**', '*.config.js', 'e2e/dev/*.mjs', 'bench/*.mjs'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        URL: 'readonly',
        Buffer: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
])

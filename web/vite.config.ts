import {fileURLToPath} from 'node:url'
import vue from '@vitejs/plugin-vue'
import {defineConfig} from 'vitest/config'

const server = process.env['BAOBEI_URL'] ?? 'http://127.0.0.1:8080'
const proxy = {'^/(v1|d|calendar|healthz|readyz)(/|$)': server}

export default defineConfig({
  plugins: [vue()],
  define: {
    __VUE_OPTIONS_API__: 'true', // Element Plus needs it
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
  },
  resolve: {alias: {'@': fileURLToPath(new URL('src', import.meta.url))}},
  server: {host: '127.0.0.1', proxy},
  preview: {host: '127.0.0.1', proxy},
  build: {
    target: 'es2022',
    assetsInlineLimit: 0, // the desks' policy allows no data: scripts or styles
    modulePreload: {polyfill: false},
    manifest: true,
  },
  test: {environment: 'happy-dom', include: ['src/**/*.test.ts']},
})

import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { unusedStyles } from './unused-styles.ts'
import { configDefaults, defineConfig } from 'vitest/config'

// The content security policy allows fonts and images of our own origin only, so nothing may be
// inlined as a data: URL; and WebKitGTK 2.36 is the oldest web view that we build for.
export default defineConfig({
  plugins: [react(), unusedStyles()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: ['es2022', 'safari16'],
    assetsInlineLimit: 0,
    // public/.gitkeep comes back into dist with every build: without it go:embed has nothing to
    // embed in a fresh clone.
    emptyOutDir: true,
    chunkSizeWarningLimit: 1300, // the word lists of src/lib/guessing.ts, read only where a password is chosen
    sourcemap: false,
  },
  test: {
    environment: 'jsdom',
    setupFiles: 'src/jsdom.ts',
    exclude: [...configDefaults.exclude, 'dist'],
  },
})

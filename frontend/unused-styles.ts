import postcss, { type Container } from 'postcss'
import type { Plugin } from 'vite'

/** Mantine's class names are hashes, each of them written where its component is: m_77c9d27d. */
const hashed = /\bm_[0-9a-f]{6,8}\b/g

/**
 * Leaves out of the window's style sheets what no component can ever use. Mantine's sheet is that of all of
 * its components, and the web view reads the whole of it before it paints anything. The order of the rules
 * stays; taking single sheets of Mantine's would have to be thought of at every new component.
 */
export function unusedStyles(): Plugin {
  return {
    name: 'unused-styles',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const files = Object.values(bundle)
      const code = files.map((file) => (file.type === 'chunk' ? file.code : '')).join('\n')
      const used = new Set(code.match(hashed))
      for (const file of files) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.css')) continue
        const sheet = postcss.parse(file.source.toString())
        purge(sheet, (name) => used.has(name))
        file.source = sheet.toString()
      }
    },
  }
}

export function purge(sheet: Container, used: (name: string) => boolean) {
  sheet.walkRules((rule) => {
    const kept = rule.selectors.filter((one) => needed(one, used))
    if (kept.length === 0) rule.remove()
    else if (kept.length < rule.selectors.length) rule.selectors = kept
  })
  sheet.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove()
  })
}

/** Whether a selector can match: what it excludes, or names beside others, does not speak against it. */
function needed(selector: string, used: (name: string) => boolean) {
  if (/:(not|is|where|has)\([^)]*m_[0-9a-f]/.test(selector)) return true
  return (selector.match(hashed) ?? []).every(used)
}

// Looks for texts in the files of a folder, in the encodings in which programs write them.
import fs from 'node:fs'
import path from 'node:path'

/** The files in which one of the texts stands in clear, as "what in file". */
export function findInClear(folder, texts) {
  const patterns = Object.entries(texts).flatMap(([what, text]) => [
    [`${what} (UTF-8)`, Buffer.from(text, 'utf8')],
    [`${what} (UTF-16 LE)`, Buffer.from(text, 'utf16le')],
    [`${what} (UTF-16 BE)`, Buffer.from(text, 'utf16le').swap16()],
  ])
  const found = []
  let files = 0
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    files++
    const file = path.join(entry.parentPath ?? entry.path, entry.name)
    const content = fs.readFileSync(file)
    for (const [what, pattern] of patterns) {
      if (content.includes(pattern) || file.includes(pattern.toString('utf8'))) {
        found.push(`${what} in ${path.relative(folder, file)}`)
      }
    }
  }
  return { found, files }
}

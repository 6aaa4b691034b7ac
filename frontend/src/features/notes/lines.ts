export interface MarkedLine {
  text: string
  /** Stands in this version only. */
  differs: boolean
}

/** Marks the lines of one text that the other lacks, by a longest common subsequence of lines. */
export function markLines(text: string, other: string): MarkedLine[] {
  const [a, b] = [text.split('\n'), other.split('\n')]
  const table = common(a, b)
  const marked: MarkedLine[] = []
  let j = 0
  for (let i = 0; i < a.length; i++) {
    while (j < b.length && a[i] !== b[j] && cell(table, i, j + 1) === cell(table, i, j)) j++
    const same = j < b.length && a[i] === b[j]
    marked.push({ text: a[i] ?? '', differs: !same })
    if (same) j++
  }
  return marked
}

/** table[i][j]: how many lines a from i and b from j have in common, in order. */
function common(a: string[], b: string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  for (let i = a.length - 1; i >= 0; i--) {
    const row = table[i] ?? []
    for (let j = b.length - 1; j >= 0; j--) {
      row[j] =
        a[i] === b[j]
          ? cell(table, i + 1, j + 1) + 1
          : Math.max(cell(table, i + 1, j), cell(table, i, j + 1))
    }
  }
  return table
}

const cell = (table: number[][], i: number, j: number) => table[i]?.[j] ?? 0

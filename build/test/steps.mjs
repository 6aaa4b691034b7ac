// Runs the steps of a test in order. What follows a failed step is not run, and counts as failed; checks
// come after the steps, and each is made whatever the others found.
const limit = 60_000

/** Steps and checks are [name, function]; the answer is whether all passed. */
export async function run(title, steps, checks = [], onFailure = async () => {}) {
  let passed = 0
  let stopped = false
  for (const one of [...steps, ...checks]) {
    const [name, act] = one
    if (stopped && !checks.includes(one)) continue
    const began = performance.now()
    try {
      await within(limit, name, act())
    } catch (error) {
      console.error(`FAILED ${title}: ${name}\n${error.stack ?? error}`)
      await onFailure().catch((again) => console.error(String(again)))
      stopped = true
      continue
    }
    passed++
    console.log(`ok ${title}: ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  }
  const failed = steps.length + checks.length - passed
  console.log(`${title}: ${passed} passed, ${failed} failed`)
  return failed === 0
}

async function within(millis, name, promise) {
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`"${name}" took longer than ${millis} ms`)), millis)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

export function equal(actual, expected, what) {
  const [a, b] = [actual, expected].map((value) => JSON.stringify(value))
  if (a !== b) throw new Error(`${what}: got ${a}, want ${b}`)
}

export function none(list, what) {
  if (list.length > 0) throw new Error(`${what}:\n  ${list.join('\n  ')}`)
}

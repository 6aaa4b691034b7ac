/**
 * Numbers and sizes for people. The locale is the one Go gave: what the web view calls its own may
 * be 'C', on which Intl throws. Dates are never formatted here.
 */
let locale = 'en-GB'

export function setNumberLocale(wanted: string) {
  const base = wanted === 'en-XA' ? 'en-GB' : wanted
  if (base === locale) return // the web view needs its time to look through its languages
  locale = Intl.NumberFormat.supportedLocalesOf([base])[0] ?? 'en-GB'
}

export function count(value: number): string {
  return new Intl.NumberFormat(locale).format(value)
}

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** Decimal units, as disks and providers count: 41 MB, 0.9 MB. */
export function bytes(value: number): string {
  let unit = 0
  let size = Math.max(0, value)
  while (size >= 1000 && unit < UNITS.length - 1) {
    size /= 1000
    unit++
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[unit],
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: size < 10 && unit > 0 ? 1 : 0,
  }).format(size)
}

export function seconds(value: number): string {
  const long = value >= 90
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: long ? 'minute' : 'second',
    unitDisplay: 'long',
    maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(long ? value / 60 : Math.max(0.1, value)) // nothing takes 0 seconds
}

/** A span of minutes, in the unit that people would use for it. */
export function span(minutes: number): string {
  const [size, unit] =
    minutes < 120
      ? [minutes, 'minute']
      : minutes < 2880
        ? [minutes / 60, 'hour']
        : [minutes / 1440, 'day']
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(size)
}

export function percent(done: number, total: number): number {
  return total > 0 ? Math.min(100, Math.max(0, (done / total) * 100)) : 0
}

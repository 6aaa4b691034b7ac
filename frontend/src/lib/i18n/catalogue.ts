import common from './en-GB/common.json'
import firstRun from './en-GB/first-run.json'
import notes from './en-GB/notes.json'
import practice from './en-GB/practice.json'
import record from './en-GB/record.json'
import safety from './en-GB/safety.json'

/** The English texts; their shape is the type of every key. A language is six files like these. */
export const enGB = { ...common, ...firstRun, ...record, ...notes, ...safety, ...practice }

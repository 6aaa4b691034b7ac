/**
 * Every type that crosses between Go and the window, in one place to import from. Each area file
 * holds the data (DTOs, as Go sends them) and the methods of one bound struct of `farne/app`.
 *
 * Rules that hold for all of them:
 * - `…At` is an instant, RFC 3339 in UTC, '' when there is none; the window never formats it.
 * - `…Shown` is the same thing ready to be read, in the person's language: 21-Nov-2026, 09:05.
 * - '' means "not recorded"; the window says so in words. Lists are never null.
 * - Sizes are bytes, durations seconds, unless the name says otherwise.
 * - `token` is opaque: it names the versions this screen was shown. Hand it back unchanged with a
 *   write, so that what arrived meanwhile is kept as a conflict and never overwritten unseen.
 */
export type * from './backup'
export type * from './care'
export type * from './conflicts'
export type * from './interchange'
export type * from './notes'
export type * from './patients'
export type * from './practice'
export type * from './remote'
export type * from './restore'
export type * from './session'
export type * from './setup'
export type * from './sync'

import { listen } from './bridge'
import type { WorkProgress } from './backup'
import type { RestoreProgress } from './restore'

/**
 * The events Go emits. They carry ids and counts, never a patient's data (the dev server sends them
 * to every client). `…:changed` means: ask again.
 */
export interface Events {
  /** Phase, person or preferences changed: ask Session.State. */
  'session:changed': null
  /** About to lock or close: hand over what was typed, then call Session.Flushed (within 2 s). */
  'session:flush': { reason: 'lock' | 'close' | 'suspend' }
  /** Idle: locks in so many seconds unless somebody moves. */
  'session:idle': { seconds: number }
  'sync:changed': null
  /** Ids of rows that another laptop or a command changed; empty means: anything. */
  'patients:changed': { ids: string[] }
  'notes:changed': { ids: string[] }
  'conflicts:changed': null
  'alarms:changed': null
  'backup:changed': null
  'backup:progress': WorkProgress
  'restore:changed': null
  'restore:progress': RestoreProgress
  'import:progress': WorkProgress
  'export:progress': WorkProgress
  'demo:progress': WorkProgress
}

export function on<Name extends keyof Events>(
  name: Name,
  heard: (data: Events[Name]) => void,
): () => void {
  return listen(name, (data) => heard(data as Events[Name]))
}

// What a web view has and jsdom lacks, as far as Mantine asks for it: set up for every test.
import { vi } from 'vitest'

const nothing = () => undefined
const deaf = { addEventListener: nothing, removeEventListener: nothing }

vi.stubGlobal('matchMedia', () => ({ matches: false, ...deaf }))
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe = nothing
    unobserve = nothing
    disconnect = nothing
  },
)
Object.defineProperty(document, 'fonts', { value: deaf })
Element.prototype.scrollIntoView = nothing

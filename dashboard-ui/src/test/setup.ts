import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeAll, vi } from 'vitest'
import { resetDomainClock } from '@/lib/clock'
import { loadEveryCatalogue } from '@/lib/i18n'
import '@/lib/i18n/common'

class StubResizeObserver implements ResizeObserver {
  observe(): void {
    // Nothing is laid out in tests.
  }
  unobserve(): void {
    // As above.
  }
  disconnect(): void {
    // As above.
  }
}
vi.stubGlobal('ResizeObserver', StubResizeObserver)

// Everything is as large as a screen, so that a list that draws what is seen draws something.
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => 700 },
  clientWidth: { configurable: true, get: () => 1000 },
})

beforeAll(async () => {
  // The test file's own imports have made their catalogues by now.
  await loadEveryCatalogue('en')
})

afterEach(() => {
  cleanup()
  resetDomainClock()
})

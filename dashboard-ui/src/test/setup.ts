import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach, vi } from 'vitest'
import { resetDomainClock } from '@/lib/clock'

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

afterEach(() => {
  cleanup()
  resetDomainClock()
})

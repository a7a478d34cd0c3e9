import { expect, it } from 'vitest'
import { placeTip } from './tooltip'

const view = { width: 360, height: 640 }

it('stays inside the window on every side', () => {
  expect(placeTip(new DOMRect(0, 10, 20, 20), { width: 200, height: 40 }, view)).toEqual({ left: 8, top: 36 })
  expect(placeTip(new DOMRect(340, 10, 20, 20), { width: 200, height: 40 }, view)).toEqual({ left: 152, top: 36 })
  expect(placeTip(new DOMRect(100, 610, 20, 20), { width: 200, height: 40 }, view)).toEqual({ left: 10, top: 564 })
})

import type { Money } from '@/api/types'
import { exactMoney, formatMoney, roundAmounts, type MoneyUnit } from '@/lib/format'

/** An amount in four digits or so, with the exact one on hover. */
export function Amount({ money, unit = null, sign = false }: { money: Money; unit?: MoneyUnit; sign?: boolean }) {
  const shown = formatMoney(money, unit, sign)
  const exact = exactMoney(money, unit)
  return <span {...(shown.replace('+', '') === exact ? {} : { title: exact })}>{shown}</span>
}

/** A service's own sentence, with its amounts shortened like all others and the sentence as it was sent on hover. */
export function Told({ text }: { text: string }) {
  const shown = roundAmounts(text)
  return (
    <span lang="en" {...(shown === text ? {} : { title: text })}>
      {shown}
    </span>
  )
}

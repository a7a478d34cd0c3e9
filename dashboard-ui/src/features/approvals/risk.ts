import type { Change } from '@/api/types'
import { countActions } from '@/components/domain/plan-rows'
import { formatFraction, formatMoney, moneyDelta } from '@/lib/format'
import type { Text } from '@/lib/i18n'
import type { useText } from './text'

/** Under this a decision is not sure enough to pass by itself. */
const sure = 0.6

export type Risk = { id: string; level: 'high' | 'medium' | 'low'; text: string }

/** What a person has to weigh, the gravest first: drawn from the plan, its decisions and the policies. */
export function risksOf(change: Change, t: Text<typeof useText>): Risk[] {
  const { plan } = change
  if (plan === null) return []
  const risks: (Risk | false)[] = []
  const counts = countActions(plan)
  risks.push(
    counts.destroy > 0 && { id: 'destroys', level: 'high', text: t('risk.destroys', { count: counts.destroy }) },
    change.items.some((item) => item.priority === 'critical') && {
      id: 'critical',
      level: 'high',
      text: t('risk.critical'),
    },
    counts.replace > 0 && { id: 'replaces', level: 'medium', text: t('risk.replaces', { count: counts.replace }) },
  )
  const delta = moneyDelta(plan.hourly_cost_before, plan.hourly_cost_after)
  risks.push(
    delta === null && { id: 'unknown', level: 'medium', text: t('risk.unknown') },
    delta !== null &&
      Number(delta.amount) > 0 && {
        id: 'dearer',
        level: 'medium',
        text: t('risk.dearer', { amount: formatMoney(delta, 'h') }),
      },
  )
  const confidences = change.items.flatMap((item) => (item.confidence === null ? [] : [item.confidence]))
  const least = Math.min(...confidences)
  risks.push(
    confidences.length > 0 &&
      least < sure && {
        id: 'uncertain',
        level: least < 0.3 ? 'high' : 'medium',
        text: t('risk.uncertain', { value: formatFraction(least) }),
      },
    change.items.some((item) => item.offer?.purchase_option === 'spot') && {
      id: 'spot',
      level: 'low',
      text: t('risk.spot'),
    },
    plan.findings.length > 0 && {
      id: 'policy',
      level: 'medium',
      text: t('risk.policy', { count: plan.findings.length }),
    },
  )
  const weight = { high: 0, medium: 1, low: 2 }
  return risks.filter((risk) => risk !== false).sort((a, b) => weight[a.level] - weight[b.level])
}

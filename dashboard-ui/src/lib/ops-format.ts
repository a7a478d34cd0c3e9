import type { Money } from '@/api/types'
import { formatBytes, formatMoney } from './format'
import { localeTag } from './i18n/language'

/** For the axis of a chart: `12.4K`. */
export function formatShort(value: number): string {
  return new Intl.NumberFormat(localeTag(), { notation: 'compact', maximumSignificantDigits: 3 }).format(value)
}

function digits(value: number): number {
  const size = Math.abs(value)
  return size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 || size === 0 ? 2 : 4
}

const number = (value: number) =>
  new Intl.NumberFormat(localeTag(), { maximumFractionDigits: digits(value) }).format(value)

const signs: Record<string, string> = { percent: '%', vcpu: 'vCPU', vcpus: 'vCPU', cores: 'vCPU', seconds: 's' }
/** A measured value with its unit; bytes in the power of 1024 that fits, money like all other money. */
export function formatUnit(value: number, unit: string): string {
  if (!Number.isFinite(value)) return '–'
  const rate = /^(bytes)(_per_second|\/s)$/.exec(unit)
  if (unit === 'bytes') return formatBytes(value)
  if (rate !== null) return `${formatBytes(value)}/s`
  const money = /^([A-Z]{3})(\/h)?$/.exec(unit)
  if (money?.[1] !== undefined)
    return formatMoney({ amount: String(value), currency: money[1] }, money[2] === undefined ? null : 'h')
  const sign = signs[unit] ?? unit
  return sign === '' ? number(value) : `${number(value)} ${sign}`
}

const span = /^P(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** The seconds of an ISO 8601 duration as the services send them; null for what is none. */
export function durationSeconds(duration: string): number | null {
  const found = span.exec(duration)
  if (found === null || duration === 'P' || duration.endsWith('T')) return null
  const [, days = '0', hours = '0', minutes = '0', seconds = '0'] = found
  return Number(days) * 86_400 + Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
}

/** A part of a whole as per cent; null where there is no whole. */
export function share(part: Money, whole: Money): number | null {
  const total = Number(whole.amount)
  return part.currency === whole.currency && total > 0 ? (Number(part.amount) / total) * 100 : null
}

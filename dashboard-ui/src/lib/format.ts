import type { Money } from '@/api/types'

const locale = 'en-GB'

/** Cheap things need more digits to differ; dear things need fewer to be read. */
function digitsFor(value: number): number {
  const size = Math.abs(value)
  if (size === 0 || size >= 100) return 2
  if (size >= 1) return 2
  return 4
}

export function formatNumber(value: number, digits?: number): string {
  return new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits ?? 0,
    maximumFractionDigits: digits ?? 3,
  }).format(value)
}

export type MoneyUnit = 'h' | 'month' | null

/** `0.0412 USD/h`: the currency always stands beside the amount, and a rate carries its unit. */
export function formatMoney(money: Money, unit: MoneyUnit = null, sign = false): string {
  const value = Number(money.amount)
  if (money.amount === '' || !Number.isFinite(value)) return `? ${money.currency}`
  const digits = digitsFor(value)
  const amount = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    signDisplay: sign ? 'exceptZero' : 'auto',
  }).format(value)
  return `${amount} ${money.currency}${unit ? `/${unit}` : ''}`
}

/** The difference of two amounts of one currency; null when they cannot be compared. */
export function moneyDelta(before: Money, after: Money): Money | null {
  if (before.currency !== after.currency) return null
  const delta = Number(after.amount) - Number(before.amount)
  return Number.isFinite(delta) ? { amount: delta.toFixed(6), currency: after.currency } : null
}

export function sumMoney(amounts: readonly Money[]): Money | null {
  const currency = amounts[0]?.currency
  if (currency === undefined || amounts.some((money) => money.currency !== currency)) return null
  return { amount: amounts.reduce((sum, money) => sum + Number(money.amount), 0).toFixed(6), currency }
}

/** Takes a fraction: 0.74 → `74 %`. */
export function formatFraction(fraction: number, digits = 0): string {
  return `${formatNumber(fraction * 100, digits)} %`
}

export function formatPercent(percent: number, digits = 0): string {
  return `${formatNumber(percent, digits)} %`
}

/** A full instant with its zone, as in `23 Nov 2026, 18:03:20 UTC`. */
export function formatInstant(instant: string, timeZone?: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return instant
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at)
}

export function formatClock(instant: string | number, timeZone?: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return String(instant)
  return new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at)
}

/** `12 s ago`, `in 3 h`. Under a second either way is `now`. */
export function formatAge(instant: string, now: number): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return instant
  const seconds = Math.round((now - at) / 1000)
  if (Math.abs(seconds) < 2) return 'now'
  const span = formatSpan(Math.abs(seconds))
  return seconds > 0 ? `${span} ago` : `in ${span}`
}

export function formatSpan(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) {
    const hours = Math.floor(seconds / 3600)
    const minutes = Math.floor((seconds % 3600) / 60)
    return minutes > 0 && hours < 10 ? `${hours} h ${minutes} min` : `${hours} h`
  }
  return `${Math.floor(seconds / 86_400)} d`
}

export function formatHours(hours: number): string {
  return formatSpan(hours * 3600)
}

export function shortHash(hash: string): string {
  return hash.replace(/^sha256:/, '').slice(0, 8)
}

/** `awaiting_approval` → `Awaiting approval`. */
export function humanise(word: string): string {
  const spaced = word.replaceAll('_', ' ').replaceAll('-', ' ')
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

export function providerName(provider: string): string {
  if (provider === 'aws') return 'AWS'
  if (provider === 'alibaba') return 'Alibaba Cloud'
  return provider
}

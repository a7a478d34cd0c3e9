import type { Money } from '@/api/types'

const locale = 'en-GB'

/** Four digits that count below 1 (spot prices lie close together), cents from 1 on, mills for rates up to 10. */
function digitsFor(value: number, unit: MoneyUnit): { minimumFractionDigits: number; maximumFractionDigits: number } {
  const size = Math.abs(value)
  if (size === 0 || size >= 10 || (size >= 1 && unit === null)) {
    return { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  }
  if (size >= 1) return { minimumFractionDigits: 2, maximumFractionDigits: 3 }
  return { minimumFractionDigits: 4, maximumFractionDigits: Math.min(3 - Math.floor(Math.log10(size)), 10) }
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
  const amount = new Intl.NumberFormat(locale, {
    ...digitsFor(value, unit),
    signDisplay: sign ? 'exceptZero' : 'auto',
  }).format(value)
  return `${amount} ${money.currency}${unit ? `/${unit}` : ''}`
}

/** The amount as the service sent it. */
export function exactMoney(money: Money, unit: MoneyUnit = null): string {
  return `${money.amount} ${money.currency}${unit ? `/${unit}` : ''}`
}

/** Shortens the amounts in a sentence: `0.0426685393 USD/h` → `0.04267 USD/h`. */
export function roundAmounts(text: string): string {
  return text.replace(
    /(\d+\.\d{5,}) ([A-Z]{3})\b(?=(\/h| an hour)?)/g,
    (_, amount: string, currency: string, rate?: string) =>
      formatMoney({ amount, currency }, rate ? 'h' : null).replace(/\/h$/, ''),
  )
}

/** The difference of two amounts of one currency; null when they cannot be compared. */
/** Null where one of the two is not known, or they are in different currencies. */
export function moneyDelta(before: Money | null, after: Money | null): Money | null {
  if (before === null || after === null) return null
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

/** Teams or environments as a person says them: `*` is all. */
export function scopeText(names: readonly string[]): string {
  if (names.includes('*')) return 'all'
  return names.length === 0 ? 'none' : names.join(', ')
}

import type { Money } from '@/api/types'
import { useCommon as texts, word } from './i18n/common'
import { localeTag } from './i18n/language'

const common = () => texts.now()

const numberFormats = new Map<string, Intl.NumberFormat>()

/** Making a format costs a hundred times what using one does. */
function numberFormat(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${localeTag()} ${JSON.stringify(options)}`
  let format = numberFormats.get(key)
  if (format === undefined) numberFormats.set(key, (format = new Intl.NumberFormat(localeTag(), options)))
  return format
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${localeTag()} ${JSON.stringify(options)}`
  let format = dateFormats.get(key)
  if (format === undefined) dateFormats.set(key, (format = new Intl.DateTimeFormat(localeTag(), options)))
  return format
}

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
  return numberFormat({ minimumFractionDigits: digits ?? 0, maximumFractionDigits: digits ?? 3 }).format(value)
}

export type MoneyUnit = 'h' | 'day' | 'month' | null

function perUnit(unit: MoneyUnit): string {
  return unit === null ? '' : `/${common()(`per.${unit}`)}`
}

/** `0.0412 USD/h`: the currency always stands beside the amount, and a rate carries its unit. */
export function formatMoney(money: Money, unit: MoneyUnit = null, sign = false): string {
  const value = Number(money.amount)
  if (money.amount === '' || !Number.isFinite(value)) return `? ${money.currency}`
  const amount = numberFormat({ ...digitsFor(value, unit), signDisplay: sign ? 'exceptZero' : 'auto' }).format(value)
  return `${amount} ${money.currency}${perUnit(unit)}`
}

/** The amount as the service sent it. */
export function exactMoney(money: Money, unit: MoneyUnit = null): string {
  return `${money.amount} ${money.currency}${perUnit(unit)}`
}

/** Shortens the amounts in a sentence: `0.0426685393 USD/h` → `0.04267 USD/h`. */
export function roundAmounts(text: string): string {
  return text.replace(
    /(\d+\.\d{5,}) ([A-Z]{3})\b(?=(\/h| an hour)?)/g,
    (_, amount: string, currency: string, rate?: string) =>
      formatMoney({ amount, currency }, rate ? 'h' : null).replace(perUnit('h'), ''),
  )
}

/** The difference of two amounts of one currency. Null where one of the two is not known, or they are in different currencies. */
export function moneyDelta(before: Money | null, after: Money | null): Money | null {
  if (before === null || after === null) return null
  if (before.currency !== after.currency) return null
  const delta = Number(after.amount) - Number(before.amount)
  return Number.isFinite(delta) ? { amount: delta.toFixed(10), currency: after.currency } : null
}

export function sumMoney(amounts: readonly Money[]): Money | null {
  const currency = amounts[0]?.currency
  if (currency === undefined || amounts.some((money) => money.currency !== currency)) return null
  return { amount: amounts.reduce((sum, money) => sum + Number(money.amount), 0).toFixed(10), currency }
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
  return dateFormat({
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at)
}

/** `23 Nov 2026`; days of costs and budgets are of UTC. */
export function formatDay(instant: string | number, timeZone = 'UTC'): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return String(instant)
  return dateFormat({ day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(at)
}

/** `23 Nov`, for the axis of a chart. */
export function formatShortDay(instant: string | number, timeZone?: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return String(instant)
  return dateFormat({ day: 'numeric', month: 'short', ...(timeZone ? { timeZone } : {}) }).format(at)
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'] as const

export function formatBytes(bytes: number): string {
  const power = bytes <= 0 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${formatNumber(bytes / 1024 ** power, power === 0 ? 0 : 1)} ${byteUnits[power] ?? 'B'}`
}

export function formatClock(instant: string | number, timeZone?: string): string {
  const at = new Date(instant)
  if (Number.isNaN(at.getTime())) return String(instant)
  return dateFormat({
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone ? { timeZone } : {}),
  }).format(at)
}

/** The time alone, for the axis of a chart whose zone is told elsewhere. */
export function formatShortTime(at: number): string {
  return dateFormat({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

/** `12 s ago`, `in 3 h`. Under a second either way is `now`. */
export function formatAge(instant: string, now: number): string {
  const at = Date.parse(instant)
  if (Number.isNaN(at)) return instant
  const seconds = Math.round((now - at) / 1000)
  if (Math.abs(seconds) < 2) return common()('now')
  const span = formatSpan(Math.abs(seconds))
  return seconds > 0 ? common()('ago', { span }) : common()('in', { span })
}

export function formatSpan(seconds: number): string {
  if (seconds < 60) return common()('span.s', { n: Math.round(seconds) })
  if (seconds < 3600) return common()('span.min', { n: Math.floor(seconds / 60) })
  if (seconds < 86_400) {
    const h = Math.floor(seconds / 3600)
    const min = Math.floor((seconds % 3600) / 60)
    return min > 0 && h < 10 ? common()('span.hmin', { h, min }) : common()('span.h', { n: h })
  }
  return common()('span.d', { n: Math.floor(seconds / 86_400) })
}

export function formatHours(hours: number): string {
  return formatSpan(hours * 3600)
}

export function shortHash(hash: string): string {
  return hash.replace(/^sha256:/, '').slice(0, 8)
}

/** `awaiting_approval` → `Awaiting approval`, or what that is in the page's language. */
export function humanise(value: string): string {
  return word(value)
}

/** As above in the middle of a sentence. */
export function humaniseInside(value: string): string {
  const shown = word(value)
  return /^\S*[A-Z]{2}/.test(shown) ? shown : shown.toLowerCase()
}

export function providerName(provider: string): string {
  if (provider === 'aws') return 'AWS'
  if (provider === 'alibaba') return common()('provider.alibaba')
  return provider
}

/** Teams or environments as a person says them: `*` is all. */
export function scopeText(names: readonly string[]): string {
  if (names.includes('*')) return common()('scope.all')
  return names.length === 0 ? common()('scope.none') : names.join(', ')
}

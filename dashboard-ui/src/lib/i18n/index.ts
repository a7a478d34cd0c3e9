import { Fragment, createElement, use, type ReactNode } from 'react'
import {
  applyLanguage,
  language,
  localeTag,
  preferredLanguage,
  rememberLanguage,
  useLanguage,
  type Language,
} from './language'

export { language, languages, useLanguage, type Language } from './language'

type Plural = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other'
type Messages = Record<string, string>

/** A key without its plural form: `runs_one` and `runs_other` are asked for as `runs`. */
export type KeyOf<M> = keyof M extends infer Key
  ? Key extends `${infer Base}_${Plural}`
    ? Base
    : Key extends string
      ? Key
      : never
  : never

/** Chinese knows one form only, so a catalogue of it has every key but `…_one`. */
type Counterpart<M> = { [Key in keyof M as Key extends `${string}_one` ? never : Key]: string }

type Values = Record<string, string | number>
type Part = ReactNode | ((inner: string) => ReactNode)

export type Translate<K extends string = string> = {
  (key: K, values?: Values): string
  /** As above, with elements: `{name}` takes one, `<name>inner</name>` a function of its inside. */
  rich: (key: K, parts: Record<string, Part>) => ReactNode
}

export type Catalogue<K extends string> = {
  (): Translate<K>
  /** Fetches the texts of the present language, or of the one given. */
  load: (of?: Language) => Promise<void>
  /** The texts outside of a component; they must have been loaded. */
  now: () => Translate<K>
}

/** What `t` is: `Text<typeof useText>`. */
export type Text<C> = C extends Catalogue<infer K> ? Translate<K> : never

type Loaded = { messages: Map<Language, Messages>; wanted: boolean; load: (of: Language) => Promise<void> }

const registered: Loaded[] = []

const plurals = new Map<string, Intl.PluralRules>()
const numbers = new Map<string, Intl.NumberFormat>()

function pluralForm(count: number): string {
  const tag = localeTag()
  let rules = plurals.get(tag)
  if (rules === undefined) plurals.set(tag, (rules = new Intl.PluralRules(tag)))
  return rules.select(count)
}

function shown(value: string | number): string {
  if (typeof value === 'string') return value
  const tag = localeTag()
  let format = numbers.get(tag)
  if (format === undefined) numbers.set(tag, (format = new Intl.NumberFormat(tag)))
  return format.format(value)
}

function message(messages: Messages, key: string, count: unknown): string {
  const found =
    typeof count === 'number' ? (messages[`${key}_${pluralForm(count)}`] ?? messages[`${key}_other`]) : undefined
  const text = found ?? messages[key]
  if (text === undefined) throw new Error(`No text for ${key} in ${language()}`)
  return text
}

function fill(text: string, values: Values | undefined): string {
  return values === undefined
    ? text
    : text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = values[name]
        return value === undefined ? whole : shown(value)
      })
}

function rich(text: string, parts: Record<string, Part>): ReactNode {
  const nodes: ReactNode[] = []
  let last = 0
  for (const match of text.matchAll(/<(\w+)>(.*?)<\/\1>|\{(\w+)\}/g)) {
    nodes.push(text.slice(last, match.index))
    last = match.index + match[0].length
    const [, tag, inner = '', name = ''] = match
    const part = parts[tag ?? name]
    if (typeof part === 'function') nodes.push(part(fill(inner, plain(parts))))
    else if (tag !== undefined) nodes.push(inner)
    else nodes.push(typeof part === 'number' ? shown(part) : part)
  }
  nodes.push(text.slice(last))
  return createElement(Fragment, null, ...nodes)
}

function plain(parts: Record<string, Part>): Values {
  return Object.fromEntries(
    Object.entries(parts).filter(
      (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
    ),
  )
}

function translator<K extends string>(messages: Messages): Translate<K> {
  const translate = (key: K, values?: Values) => fill(message(messages, key, values?.count), values)
  return Object.assign(translate, {
    rich: (key: K, parts: Record<string, Part>) => rich(message(messages, key, parts.count), parts),
  })
}

/**
 * One feature's texts in both languages. The hook waits (in React's own way) for texts that are not there yet; a route
 * fetches them beside its page, so that it seldom has to.
 */
export function catalogue<M extends Record<keyof M, string>>(
  name: string,
  loaders: {
    en: () => Promise<{ default: M }>
    zh: () => Promise<{ default: Counterpart<M> }>
  },
  ready: Partial<Record<Language, M>> = {},
): Catalogue<KeyOf<M>> {
  const messages = new Map<Language, Messages>(Object.entries(ready) as [Language, Messages][])
  const translators = new Map<Language, Translate<KeyOf<M>>>()
  const under = new Map<Language, Promise<void>>()

  const own: Loaded = {
    messages,
    wanted: Object.keys(ready).length > 0,
    load: (of) => {
      own.wanted = true
      let promise = under.get(of)
      if (promise === undefined) {
        promise = messages.has(of)
          ? Promise.resolve()
          : loaders[of]().then(
              (module) => {
                messages.set(of, module.default)
              },
              (error: unknown) => {
                // Another try has to be possible once the network is back.
                under.delete(of)
                throw error
              },
            )
        under.set(of, promise)
      }
      return promise
    },
  }
  registered.push(own)

  const now = (): Translate<KeyOf<M>> => {
    const present = language()
    const known = messages.get(present)
    if (known === undefined) throw new Error(`The texts of ${name} in ${present} are not loaded`)
    let made = translators.get(present)
    if (made === undefined) translators.set(present, (made = translator(known)))
    return made
  }

  const useText = (): Translate<KeyOf<M>> => {
    const present = useLanguage()
    if (!messages.has(present)) use(own.load(present))
    return now()
  }
  return Object.assign(useText, { load: (of: Language = language()) => own.load(of), now })
}

async function loadWanted(of: Language): Promise<void> {
  await Promise.all(registered.filter((each) => each.wanted).map((each) => each.load(of)))
}

/** Once, before the first page is drawn. */
export async function startLanguage(): Promise<void> {
  const wanted = preferredLanguage()
  await loadWanted(wanted)
  applyLanguage(wanted)
}

/** Fetches what is shown in the other language first, so that the page changes in one step. */
export async function switchLanguage(next: Language): Promise<void> {
  await loadWanted(next)
  rememberLanguage(next)
  applyLanguage(next)
}

/** For tests: every catalogue that a module has made. */
export async function loadEveryCatalogue(of: Language): Promise<void> {
  await Promise.all(registered.map((each) => each.load(of)))
}

import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const found = import.meta.glob<{ default: Record<string, string> }>('../../**/locales/*.json', { eager: true })
const texts = Object.fromEntries(Object.entries(found).map(([path, module]) => [path, module.default]))
// Words are a list of their own: English has only those that are not what they are called.
const english = Object.keys(texts).filter((path) => /(^|\.|\/)en\.json$/.test(path) && !path.endsWith('words.en.json'))
const forms = /_(zero|one|two|few|many|other)$/
const bases = (catalogue: Record<string, string>) =>
  [...new Set(Object.keys(catalogue).map((key) => key.replace(forms, '')))].sort()
const names = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}|<(\w+)>/g)].map((match) => match[1] ?? match[2] ?? ''))].sort()

describe('the catalogues', () => {
  it('are found', () => {
    expect(english.length).toBeGreaterThan(5)
  })

  it.each(english)('%s has the same keys, places and plural forms in both languages', (path) => {
    const en = texts[path] ?? {}
    const zh = texts[path.replace(/en\.json$/, 'zh.json')] ?? {}
    expect(bases(zh)).toEqual(bases(en))
    for (const [key, text] of Object.entries(zh)) {
      expect(text.trim(), key).not.toBe('')
      const counterpart = en[key] ?? en[`${key.replace(forms, '')}_other`] ?? ''
      expect(names(text), key).toEqual(names(counterpart))
    }
    for (const key of Object.keys(en).filter((each) => each.endsWith('_one'))) {
      expect(en, key).toHaveProperty([key.replace(/_one$/, '_other')])
    }
  })

  it('have Chinese for every sentence', () => {
    const left = english.flatMap((path) => {
      const en = texts[path] ?? {}
      const zh = texts[path.replace(/en\.json$/, 'zh.json')] ?? {}
      // Names of products, formats and units are the same in every language.
      return Object.entries(en)
        .filter(
          ([key, text]) =>
            /[a-z]{3,} [a-z]{3,}/.test(text) && zh[key] !== undefined && !/\p{Script=Han}/u.test(zh[key]),
        )
        .map(([key]) => `${path}: ${key}`)
    })
    expect(left).toEqual([])
  })

  it('know every word of the interfaces', () => {
    const folder = resolve(import.meta.dirname, '../../../../docs/api')
    const words = new Set<string>()
    const collect = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(collect)
      else if (typeof node === 'object' && node !== null) {
        for (const [key, value] of Object.entries(node)) {
          if (key === 'enum' && Array.isArray(value)) {
            for (const each of value) if (typeof each === 'string') words.add(each)
          } else collect(value)
        }
      }
    }
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
      collect(JSON.parse(readFileSync(resolve(folder, file), 'utf8')))
    }
    const known = texts['./locales/words.zh.json'] ?? {}
    expect([...words].filter((word) => /^[a-z]/.test(word) && known[word] === undefined).sort()).toEqual([])
  })
})

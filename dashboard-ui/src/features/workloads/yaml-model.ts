import { parseDocument, stringify } from 'yaml'

export type Parsed = { ok: true; value: Record<string, unknown> } | { ok: false; line: number; why: string | null }

/** A workload is small; a bomb of anchors is refused by the bound on what they may become. */
const mostAliases = 20

/** YAML to fields; says where it is broken. `why` is null when it is sound but no list of fields. */
export function parseYaml(text: string): Parsed {
  const document = parseDocument(text, { prettyErrors: true })
  const problem = document.errors[0]
  if (problem !== undefined) {
    return { ok: false, line: problem.linePos?.[0].line ?? 1, why: problem.message.split('\n')[0] ?? '' }
  }
  let value: unknown
  try {
    value = document.toJS({ maxAliasCount: mostAliases }) as unknown
  } catch (error) {
    return { ok: false, line: 1, why: error instanceof Error ? error.message : String(error) }
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { ok: false, line: 1, why: null }
  return { ok: true, value: value as Record<string, unknown> }
}

export function toYaml(value: object): string {
  return stringify(value, { lineWidth: 100 })
}

/** `research, ops` → two names; nothing is none, `*` is all. */
export function namesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))]
}

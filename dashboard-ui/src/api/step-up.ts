import { asProblemError } from '@/lib/problem'

/** The service takes the call only from somebody who showed a second factor a moment ago. */
export function isStepUp(error: unknown): boolean {
  return asProblemError(error).problem.code === 'step-up-required'
}

/** Where the second factor is asked for again; afterwards the given place of this application opens. */
export function stepUpUrl(place: string): string {
  return `/oauth2/authorization/swen?${new URLSearchParams({ step_up: 'true', return_to: `/ui${place}` }).toString()}`
}

const prefix = 'swen.reason:'

/** Keeps what was typed for a place over the way to the second factor and back: text only, in this tab only. */
export function keepReason(place: string, reason: string): void {
  try {
    sessionStorage.setItem(prefix + place, reason)
  } catch {
    // Without storage it has to be typed again.
  }
}

/** What was kept for a place; forgotten by that. */
export function takeReason(place: string): string {
  try {
    const reason = sessionStorage.getItem(prefix + place) ?? ''
    sessionStorage.removeItem(prefix + place)
    return reason
  } catch {
    return ''
  }
}

import type { FieldValues, Path, UseFormSetError } from 'react-hook-form'
import { asProblemError, fieldMessage, matchField } from './problem'

/** Writes what a service refused beside the fields that it named; the rest stays in the error as a whole. */
export function placeErrors<F extends FieldValues>(
  error: unknown,
  fields: Record<string, Path<F>>,
  setError: UseFormSetError<F>,
): void {
  const known = Object.keys(fields)
  for (const each of asProblemError(error).fieldErrors) {
    const match = matchField(each.field, known)
    const field = match === null ? undefined : fields[match]
    if (field !== undefined) setError(field, { type: 'server', message: fieldMessage(each) })
  }
}

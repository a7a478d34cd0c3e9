import { describe, expect, it } from 'vitest'
import { asProblemError, fieldMessage, matchField, ProblemError, toProblem } from './problem'

describe('a problem document', () => {
  it('keeps title, detail, code, fields and trace', () => {
    const problem = toProblem(400, {
      type: 'urn:swen:problem:invalid-field',
      title: 'A field has a value that is not allowed',
      status: 400,
      detail: 'cpu_cores must be between 0.1 and 1024',
      code: 'invalid-field',
      errors: [{ field: 'cpu_cores', given: '-1', allowed: '0.1 to 1024' }, { given: 'no field' }, 'rubbish'],
      trace_id: 'abc',
    })
    expect(problem).toEqual({
      title: 'A field has a value that is not allowed',
      status: 400,
      detail: 'cpu_cores must be between 0.1 and 1024',
      code: 'invalid-field',
      errors: [{ field: 'cpu_cores', given: '-1', allowed: '0.1 to 1024' }],
      trace_id: 'abc',
    })
  })

  it('is made up honestly when the answer is none', () => {
    expect(toProblem(503, null, 'trace-of-header')).toEqual({
      title: 'The service is not available',
      status: 503,
      trace_id: 'trace-of-header',
    })
    expect(toProblem(418, '<html>')).toEqual({ title: 'The request was refused', status: 418 })
  })

  it('tells an outage from a refusal', () => {
    expect(new ProblemError(toProblem(0, null)).isOutage).toBe(true)
    expect(new ProblemError(toProblem(503, null)).isOutage).toBe(true)
    expect(new ProblemError(toProblem(404, null)).isOutage).toBe(false)
    expect(new ProblemError(toProblem(500, null)).isOutage).toBe(false)
  })

  it('wraps an error of the page itself', () => {
    expect(asProblemError(new TypeError('x is undefined')).message).toBe('x is undefined')
  })
})

describe('mapping to form fields', () => {
  const known = ['cpu_cores', 'container.image', 'container.ports', 'container.env', 'container.secrets'] as const

  it('finds the field itself or the nearest one around it', () => {
    expect(matchField('cpu_cores', known)).toBe('cpu_cores')
    expect(matchField('container.ports[1]', known)).toBe('container.ports')
    expect(matchField('container.env.EPOCHS', known)).toBe('container.env')
    expect(matchField('container.secrets[0].ref', known)).toBe('container.secrets')
    expect(matchField('/container/image', known)).toBe('container.image')
  })

  it('gives up on what the form does not have', () => {
    expect(matchField('container', known)).toBeNull()
    expect(matchField('colour', known)).toBeNull()
    expect(matchField('', known)).toBeNull()
  })

  it('says what is allowed and what was given', () => {
    expect(fieldMessage({ field: 'cpu_cores', given: '-1', allowed: '0.1 to 1024' })).toBe(
      'Allowed: 0.1 to 1024 (given -1)',
    )
    expect(fieldMessage({ field: 'team', given: null, allowed: 'a DNS label' })).toBe('Allowed: a DNS label')
    expect(fieldMessage({ field: 'team' })).toBe('This value is not allowed')
  })
})

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { platformHome } from './stack'

export type Instance = {
  id: string
  region: string
  zone: string
  instance_type: string
  state: string
  tags: Record<string, string>
}
type Fault = { region?: string } & Record<string, unknown>
export type Process = { name: string; port: number; pid: number; restarts: number }

/** What `swen up` runs, as its supervisor wrote it down last. */
export function processNamed(name: string): Process {
  const state = JSON.parse(readFileSync(resolve(platformHome(), 'run/state.json'), 'utf8')) as {
    processes: { name: string; port: number; restarts: number; identity: { pid: number } | null }[]
  }
  const found = state.processes.find((each) => each.name === name)
  if (found?.identity == null) throw new Error(`${name} is not run by the platform of ${platformHome()}`)
  return { name, port: found.port, pid: found.identity.pid, restarts: found.restarts }
}

const lasting = 1_000_000
/** What the simulator tells of a fault besides what it takes. */
const told = ['capacity', 'throttle']

/** The simulated clouds' own calls: here the world misbehaves, never the platform. */
export class Simulator {
  private get address(): string {
    return `http://localhost:${processNamed('simulator').port}/simulator`
  }

  async speed(): Promise<number> {
    return (await this.send<{ speed: number }>('GET', '/clock')).speed
  }

  /** How much faster than the wall's its clock runs. */
  async setSpeed(speed: number): Promise<void> {
    await this.send('PUT', '/clock', { speed })
  }

  async time(): Promise<number> {
    return Date.parse((await this.send<{ time: string }>('GET', '/clock')).time)
  }

  /** The instances of a workload that start or run. */
  async running(workload: string): Promise<Instance[]> {
    const { items } = await this.send<{ items: Instance[] }>('GET', '/instances')
    return items.filter(
      (each) => each.tags['swen:workload'] === workload && ['pending', 'running'].includes(each.state),
    )
  }

  /** Ends an instance as somebody in the provider's console would. */
  async end(instance: string): Promise<void> {
    await this.send('DELETE', `/instances/${instance}`)
  }

  /** No regional call of AWS is answered there until {@link giveBack}. What else goes wrong on purpose stays. */
  async takeAway(region: string): Promise<void> {
    const others = await this.faultsElsewhere(region)
    await this.send('PUT', '/faults', [
      ...others,
      { cloud: 'aws', region: bare(region), error: 'ServiceUnavailable', times: lasting },
    ])
  }

  async giveBack(region: string): Promise<void> {
    await this.send('PUT', '/faults', await this.faultsElsewhere(region))
  }

  async activeScenario(): Promise<string | null> {
    const { items } = await this.send<{ items: { name: string; active: boolean }[] }>('GET', '/scenarios')
    return items.find((each) => each.active)?.name ?? null
  }

  async start(scenario: string, seed: number): Promise<void> {
    await this.send('POST', `/scenarios/${scenario}/start`, { seed })
  }

  async stop(scenario: string): Promise<void> {
    if ((await this.activeScenario()) === scenario) await this.send('POST', `/scenarios/${scenario}/stop`)
  }

  private async faultsElsewhere(region: string): Promise<Fault[]> {
    const faults = await this.send<Fault[]>('GET', '/faults')
    return faults
      .filter((fault) => fault.region !== bare(region))
      .map((fault) => Object.fromEntries(Object.entries(fault).filter(([name]) => !told.includes(name))))
  }

  private async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(this.address + path, {
      method,
      signal: AbortSignal.timeout(10_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} /simulator${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }
}

const bare = (region: string) => region.replace(/^[a-z]+:/, '')

// Puts every request of the workload to iam-simulate for a given time and prints its answers and its rates: with its validation
// of policies and requests (runSimulation) and without (runUnsafeSimulation).
// Usage: node iam-simulate.mjs WORKLOAD SECONDS, with the package installed in the working directory.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const require = createRequire(join(process.cwd(), 'package.json'))
const { runSimulation, runUnsafeSimulation } = await import(pathToFileURL(require.resolve('@cloud-copilot/iam-simulate')).href)
const workload = JSON.parse(readFileSync(process.argv[2], 'utf8'))
const seconds = Number(process.argv[3])

const simulations = workload.requests.map((request) => ({
  request,
  identityPolicies: workload.identityPolicies,
  serviceControlPolicies: workload.serviceControlPolicies,
  resourceControlPolicies: [],
}))

const answer = (result) => result.overallResult ?? result.result ?? result.analysis?.result ?? JSON.stringify(result).slice(0, 500)

async function measure(run) {
  const answers = []
  for (const simulation of simulations) answers.push(answer(await run(simulation, {})))
  const warm = performance.now() + 1000
  while (performance.now() < warm) for (const simulation of simulations) await run(simulation, {})

  const cpu = process.cpuUsage()
  const start = performance.now()
  let decisions = 0
  while (performance.now() < start + seconds * 1000) {
    for (const simulation of simulations) await run(simulation, {})
    decisions += simulations.length
  }
  const used = process.cpuUsage(cpu)
  return { answers, decisions, cpuSeconds: (used.user + used.system) / 1e6 }
}

console.log(JSON.stringify({ validated: await measure(runSimulation), unvalidated: await measure(runUnsafeSimulation) }))

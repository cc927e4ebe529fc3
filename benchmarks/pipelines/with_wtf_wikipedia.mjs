// wtf_wikipedia: the text and the links of each page, or all that it has of a page (`json`).
//
//     node with_wtf_wikipedia.mjs DUMP OUT text|json
//
// The package is looked for from the folder of the process.

import { createReadStream, openSync, writeSync, closeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const [dump, out, form] = process.argv.slice(2)
const wtf = createRequire(`${process.cwd()}/`)('wtf_wikipedia')
const CHARACTERS = { lt: '<', gt: '>', quot: '"', amp: '&' }
const unescape = (text) => text.replace(/&(lt|gt|quot|amp);/g, (_, name) => CHARACTERS[name])

const makes = {
  text: (doc) => ({ text: doc.text(), links: doc.links().map((link) => link.page() ?? '') }),
  json: (doc) => doc.json({ paragraphs: true, plaintext: true, encode: false }),
}

let alone = 0
const made = openSync(out, 'w')

function take(page) {
  const title = unescape(/<title>(.*?)<\/title>/.exec(page)[1])
  const id = /<id>(\d+)<\/id>/.exec(page)[1]
  const start = page.indexOf('>', page.indexOf('<text ')) + 1
  const text = unescape(page.slice(start, page.indexOf('</text>')))
  const before = process.cpuUsage()
  const content = makes[form](wtf(text, { title }))
  const { user, system } = process.cpuUsage(before)
  alone += user + system
  writeSync(made, `${JSON.stringify({ ...content, id, title })}\n`)
}

let lines = []
for await (const line of createInterface({ input: createReadStream(dump), crlfDelay: Infinity })) {
  if (line === '  <page>') lines = []
  lines.push(line)
  if (line === '  </page>') take(lines.join('\n'))
}
closeSync(made)
console.log(`alone ${(alone / 1e6).toFixed(6)}`)

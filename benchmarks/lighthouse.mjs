// Lighthouse scores of the public pages of a running site, as a telephone sees them.
//
//     cd benchmarks && npm install && cd ..
//     CHROME_PATH=/usr/bin/chromium node benchmarks/lighthouse.mjs http://localhost:8000
//
// The site has the sample city in it. Addresses of an item, a story and so on are taken
// from its own lists. Prints a table and, beneath it, what cost points. Search results and
// the form of giving are kept out of search engines on purpose, which costs them SEO points.

import { launch } from 'chrome-launcher'
import lighthouse from 'lighthouse'

const site = (process.argv[2] ?? 'http://localhost:8000').replace(/\/$/, '')
const KINDS = ['performance', 'accessibility', 'best-practices', 'seo']

async function first(list, pattern) {
  const html = await (await fetch(site + list)).text()
  const found = html.match(pattern)
  if (!found) throw new Error(`${list} leads to no page like ${pattern}`)
  return found[1]
}

const pages = {
  home: '/',
  browse: '/items/',
  item: await first("/items/?kind=photo", /href="(\/items\/[A-Z]+-\d+\/[^"]*)"/),
  collection: await first('/collections/', /href="(\/collections\/[\w-]+\/)"/),
  search: '/items/?q=' + encodeURIComponent('школа'),
  story: await first('/stories/', /href="(\/stories\/[\w-]+\/)"/),
  contribute: '/contribute/',
  news: '/news/',
  post: await first('/news/', /href="(\/news\/(?!feed)[\w-]+\/)"/),
}

// A busy machine sometimes leaves a score out; then the page is asked once more.
async function ask(address) {
  const options = { port: browser.port, onlyCategories: KINDS, logLevel: 'error' }
  for (const last of [false, true]) {
    const { lhr } = await lighthouse(address, options)
    const missing = KINDS.filter((kind) => lhr.categories[kind].score === null)
    if (!missing.length) return lhr
    if (last) throw new Error(`${address}: no score for ${missing.join(', ')}`)
  }
}

const browser = await launch({ chromeFlags: ['--headless=new', '--no-sandbox'] })
console.log('page'.padEnd(12), ...KINDS.map((kind) => kind.padStart(15)))
const lost = []
try {
  for (const [name, address] of Object.entries(pages)) {
    const lhr = await ask(site + address)
    const scores = KINDS.map((kind) => Math.round(100 * lhr.categories[kind].score))
    console.log(name.padEnd(12), ...scores.map((score) => String(score).padStart(15)))
    for (const kind of KINDS) {
      for (const { id, weight } of lhr.categories[kind].auditRefs) {
        const { score, title, displayValue = '' } = lhr.audits[id]
        if (weight && score !== null && score < 0.99) {
          lost.push(`${name} ${kind} ${id} ${Math.round(100 * score)}: ${title} ${displayValue}`)
        }
      }
      console.log(`figure lighthouse_${name}_${kind} ${scores[KINDS.indexOf(kind)]} points goal 100`)
    }
  }
} finally {
  browser.kill()
}
console.log(['', 'What cost points:', ...(lost.length ? lost : ['nothing'])].join('\n'))

// A real S3 server with one bucket on a loopback port, as in sync/remote/remotetest.
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { end, freePort, start, until } from './process.mjs'

const REGION = 'eu-west-2'

export async function startStorage(work) {
  const port = await freePort()
  const dir = path.join(work, 'storage')
  const buckets = path.join(dir, 'buckets')
  const versions = path.join(dir, 'versions')
  for (const one of [buckets, versions]) fs.mkdirSync(one, { recursive: true })
  const storage = {
    dir,
    endpoint: `http://127.0.0.1:${port}`,
    region: REGION,
    bucket: `practice-${crypto.randomBytes(4).toString('hex')}`,
    accessKey: 'farne-test',
    secret: crypto.randomBytes(20).toString('hex'),
  }
  const server = ['--quiet', '--keep-alive', '--region', REGION, '--port', `127.0.0.1:${port}`]
  let program
  storage.down = () => end(program)
  storage.up = async () => {
    program = start(
      work,
      'versitygw',
      process.env.VERSITYGW ?? 'versitygw',
      [...server, 'posix', '--versioning-dir', versions, buckets],
      { ...process.env, ROOT_ACCESS_KEY: storage.accessKey, ROOT_SECRET_KEY: storage.secret },
    )
    await until('the S3 server answers', 20, program, () =>
      fetch(storage.endpoint).then(
        () => true,
        () => false,
      ),
    )
  }
  await storage.up()
  await request(storage, 'PUT', `/${storage.bucket}`, '', '')
  const versioning = '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>'
  await request(storage, 'PUT', `/${storage.bucket}`, 'versioning=', versioning)
  return storage
}

/** One request signed with AWS Signature Version 4, header style. */
async function request(storage, method, uri, query, body) {
  const { endpoint, region, accessKey, secret } = storage
  const hash = (text) => crypto.createHash('sha256').update(text).digest('hex')
  const mac = (key, text) => crypto.createHmac('sha256', key).update(text).digest()
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const headers = {
    host: new URL(endpoint).host,
    'x-amz-content-sha256': hash(body),
    'x-amz-date': time,
  }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const canonical = [method, uri, query, lines.join(''), names, hash(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, hash(canonical)].join('\n')
  const key = scope.split('/').reduce(mac, `AWS4${secret}`)
  const signature = mac(key, toSign).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names}, Signature=${signature}`
  const address = endpoint + uri + (query && `?${query}`)
  const sent = { ...headers, authorization }
  delete sent.host // fetch writes it itself
  const signal = AbortSignal.timeout(10_000)
  const answer = await fetch(address, { method, headers: sent, body: body || undefined, signal })
  if (!answer.ok)
    throw new Error(`${method} ${uri}?${query}: ${answer.status} ${await answer.text()}`)
}

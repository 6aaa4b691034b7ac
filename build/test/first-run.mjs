// The first run: five steps, until the words were typed back.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { equal } from './steps.mjs'

export const person = { given: 'Ada', family: 'Example', practice: 'Inner Sound Practice' }
const next = (page) => page.getByRole('button', { name: 'Continue' }).click()

export const firstRun = [
  [
    'the first screen says how the record will be encrypted',
    async ({ page, look }) => {
      await page.getByRole('heading', { name: 'Welcome to Farne' }).waitFor()
      await page.getByText('will be encrypted on this laptop with SQLCipher 4').waitFor()
      await look(page, 'welcome')
    },
  ],
  [
    'step 1, the language',
    async ({ page, look }) => {
      await page.getByRole('button', { name: 'Create a practice' }).click()
      await page.getByRole('heading', { name: 'Choose your language' }).waitFor()
      await look(page, 'language')
      await next(page)
    },
  ],
  [
    'step 2, the clinic: what is missing is said, and what was typed stays',
    async ({ page, look }) => {
      await page.fill('input[name=practice]', person.practice)
      await next(page)
      await page.getByRole('alert').getByText('Enter your family name').waitFor()
      equal(await page.inputValue('input[name=practice]'), person.practice, 'after an error')
      await look(page, 'clinic')
      await page.fill('input[name=given]', person.given)
      await page.fill('input[name=family]', person.family)
      await page.fill('input[name=registration]', 'GMC 7654321')
      await page.fill('input[name=device]', 'Kirkwall-1')
      await next(page)
    },
  ],
  [
    'step 3, the password: a common one is refused',
    async ({ page, look, secrets }) => {
      const field = page.getByLabel('New password', { exact: true })
      await field.fill('password1')
      await page.getByText('on every list of common passwords').waitFor()
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByRole('alert').getByText('longer or harder to guess').waitFor()
      await field.fill(secrets.password)
      await page.getByText('Strong').waitFor()
      await look(page, 'password')
      await page.getByRole('button', { name: 'Set password' }).click()
      await page.getByRole('heading', { name: 'Where backups go' }).waitFor()
    },
  ],
  [
    'a reload in the middle of the set-up comes back to the same step',
    async ({ page }) => {
      await page.reload()
      await page.getByRole('heading', { name: 'Where backups go' }).waitFor()
    },
  ],
  [
    'step 4, the storage: a wrong secret does not pass, the right one does',
    async ({ page, look, storage }) => {
      await typeStorage(page, { ...storage, secret: 'wrong' })
      await page.getByRole('button', { name: 'Test and use this place' }).click()
      await page.getByText('It does not work yet, and was not kept.').waitFor()
      await page.fill('input[name=secret]', storage.secret)
      await page.getByRole('button', { name: 'Test and use this place' }).click()
      await page.getByText(/^It works\. Place:/).waitFor()
      await look(page, 'storage')
      await next(page)
    },
  ],
  [
    'step 5, the recovery kit: 24 words on the screen, and the same in the PDF',
    async ({ page, look, laptop, work, secrets }) => {
      const list = page.getByRole('region', { name: 'Recovery kit' }).getByRole('listitem')
      await list.first().waitFor()
      secrets.words = (await list.allInnerTexts()).map((word) => word.trim())
      equal(secrets.words.length, 24, 'the number of words')
      await look(page, 'kit')
      const pdf = path.join(work, 'chosen', 'kit.pdf')
      fs.mkdirSync(path.dirname(pdf), { recursive: true })
      laptop.answer({ saveFile: pdf })
      await page.getByRole('button', { name: 'Save as PDF' }).click()
      await page.getByText(`Saved as ${pdf}`).waitFor()
      const printed = execFileSync('pdftotext', ['-layout', pdf, '-'], {
        timeout: 10_000,
      }).toString()
      const missing = secrets.words.filter((word) => !new RegExp(`\\b${word}\\b`).test(printed))
      equal(missing, [], 'words that the PDF lacks')
    },
  ],
  [
    'three words are typed back; a wrong one ends nothing',
    async ({ page, look, secrets }) => {
      await page.getByRole('button', { name: 'I have it on paper' }).click()
      const fields = [0, 1, 2].map((n) => page.locator(`input[name=w${n}]`))
      for (const field of fields) await field.fill('zebra')
      await page.getByLabel('The kit is on paper').check()
      await page.getByRole('button', { name: 'Finish' }).click()
      await page.getByText('At least one of the words is another one').waitFor()
      await look(page, 'words-back')
      for (const [n, label] of (await page.getByText(/^Word \d+$/).allInnerTexts()).entries()) {
        await fields[n].fill(secrets.words[Number(label.slice(5)) - 1])
      }
      await page.getByRole('button', { name: 'Finish' }).click()
      await page.getByRole('navigation', { name: 'Screens' }).waitFor()
      await look(page, 'today')
    },
  ],
]

/** Fills in the form of a server of one's own. */
export async function typeStorage(page, storage) {
  await page.selectOption('select[name=provider]', 'other')
  await page.fill('input[name=endpoint]', storage.endpoint)
  await page.fill('input[name=region]', storage.region)
  await page.fill('textarea[name=attestPlace]', 'The test’s own machine')
  await page.fill('input[name=bucket]', storage.bucket)
  await page.fill('input[name=accessKey]', storage.accessKey)
  await page.fill('input[name=secret]', storage.secret)
}

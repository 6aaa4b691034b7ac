// What keeps the record safe: sync, backup, the lock; then a lost laptop, and another one that gets all
// of it back with the words.
import fs from 'node:fs'
import path from 'node:path'
import { person, typeStorage } from './first-run.mjs'
import { signedText } from './record.mjs'
import { equal } from './steps.mjs'

export const safety = [
  [
    'the chip says that the storage has everything',
    async ({ page, look }) => {
      await page
        .getByRole('button', { name: /^Up to date \d\d:\d\d$/ })
        .waitFor({ timeout: 50_000 })
      await page.getByRole('button', { name: /^Up to date \d\d:\d\d$/ }).click()
      await page
        .getByRole('dialog')
        .getByText(/^Changes: \d+ sent/)
        .first()
        .waitFor()
      await look(page, 'activity')
      await page.keyboard.press('Escape')
    },
  ],
  [
    'a backup is made',
    async ({ page, look }) => {
      await page.getByRole('link', { name: 'Backup & laptops' }).click()
      await page.getByRole('button', { name: /^Back up now/ }).click()
      await page.getByText(/^Backed up: [\d,]+ records/).waitFor({ timeout: 50_000 })
      await page.getByText('Kirkwall-1, this laptop').first().waitFor()
      await look(page, 'backup')
      await page.getByRole('link', { name: 'Practice', exact: true }).click()
      await page
        .getByText(/^Encrypted: .*SQLCipher 4.*files checked$/)
        .first()
        .waitFor()
      await look(page, 'practice')
    },
  ],
  [
    'the storage passes its test again, and the kit is printed again with it',
    async ({ page, look, laptop, work, secrets, storage }) => {
      await page.getByRole('link', { name: 'Backup & laptops' }).click()
      await page.getByRole('link', { name: 'Storage' }).click()
      await page.getByRole('button', { name: 'Test again' }).click()
      await page.getByText(/^It works\. Place:/).waitFor()
      equal(await page.getByText('Writes and reads').count(), 1, 'the words of a check')
      await look(page, 'storage-page')
      await page.getByLabel('The 24 words of the recovery kit').fill(secrets.words.join(' '))
      await page.getByText('All 24 words fit.').waitFor()
      const text = path.join(work, 'chosen', 'kit-again.txt')
      laptop.answer({ saveFile: text })
      await page.getByRole('button', { name: 'Save as text' }).click()
      await page.getByText(`Saved as ${text}`).waitFor()
      equal(fs.readFileSync(text, 'utf8').includes(storage.bucket), true, 'the bucket on the kit')
    },
  ],
  [
    'Ctrl-L locks, a wrong password is refused, the right one opens',
    async ({ page, look, secrets }) => {
      await page.keyboard.press('Control+l')
      const password = page.getByLabel('Password', { exact: true })
      await password.fill('not this one')
      await page.keyboard.press('Enter')
      await page.getByRole('alert').getByText('There is a problem').waitFor()
      equal(await page.getByText('EICHMANN').count(), 0, 'patients on the locked screen')
      await page.getByText('together with this laptop’s keychain').waitFor()
      await page.getByText('Encrypted: SQLCipher 4', { exact: true }).waitFor()
      await look(page, 'locked')
      await page.getByText(/^Wait \d+ second/).waitFor({ state: 'hidden' })
      await password.fill(secrets.password)
      await page.keyboard.press('Enter')
      await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    },
  ],
  [
    'a forgotten password: the words of the kit set a new one',
    async ({ page, look, secrets }) => {
      await page.keyboard.press('Control+l')
      await page.getByRole('button', { name: 'Use the recovery kit' }).click()
      await page.getByLabel('New password', { exact: true }).fill(secrets.password)
      await page.getByRole('button', { name: 'Set the password and open' }).click()
      await page.getByRole('alert').getByText('Enter all 24 words').waitFor()
      await page.getByLabel('The 24 words of the recovery kit').fill(secrets.words.join(' '))
      await page.getByText('All 24 words fit.').waitFor()
      await look(page, 'recover')
      await page.getByRole('button', { name: 'Set the password and open' }).click()
      await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    },
  ],
]

export const restore = [
  [
    'a second laptop finds the backups with the words, and checks one before anything changes',
    async (story) => {
      const { look, secrets, storage } = story
      await story.page.close()
      await story.laptop.lose()
      const page = await story.open('stromness')
      await page.getByRole('button', { name: 'Restore' }).click()
      const words = page.getByLabel('The 24 words of the recovery kit')
      await words.fill(secrets.words.slice().reverse().join(' '))
      await page.getByText(/together they do not fit/).waitFor()
      await words.fill(secrets.words.map((word, index) => `${index + 1}. ${word}`).join('\n'))
      await page.getByText('All 24 words fit.').waitFor()
      await typeStorage(page, storage)
      await look(page, 'restore-source')
      await page.getByRole('button', { name: 'Find backups' }).click()
      await page.getByText(`${person.practice} was found in`).waitFor()
      await look(page, 'restore-choose')
      await page.getByRole('button', { name: 'Check this backup' }).click()
      await page.getByText('none found').waitFor({ timeout: 40_000 })
    },
  ],
  [
    'a line that breaks ends no restore: it can be tried again with what was read',
    async ({ page, look, secrets, storage }) => {
      await page.getByLabel(/^The newest change is of/).check()
      await page.getByLabel('New password', { exact: true }).fill(secrets.second)
      await look(page, 'restore-check')
      await storage.down()
      await page.getByRole('button', { name: 'Restore', exact: true }).click()
      const again = page.getByRole('button', { name: 'Try again' })
      await again.waitFor({ timeout: 40_000 })
      await page.getByRole('alert').waitFor()
      await look(page, 'restore-no-line')
      await storage.up()
      await again.click()
    },
  ],
  [
    'everything is restored, and proven',
    async ({ page, look }) => {
      const proven = page.getByText('Proven: everything came back exactly as it was signed.')
      await proven.waitFor({ timeout: 50_000 })
      const rows = await page.getByRole('row').allInnerTexts()
      equal(
        rows.slice(1).every((row) => /\byes$/.test(row.trim())),
        true,
        'equal fingerprints',
      )
      await look(page, 'restore-proof')
      await page.getByRole('button', { name: 'Open the practice' }).click()
      await page.getByRole('navigation', { name: 'Screens' }).waitFor()
    },
  ],
  [
    'the patient and the signed note are there, with its addendum',
    async ({ page, look, secrets }) => {
      await page
        .getByText(/Up to date/)
        .first()
        .waitFor() // until then the screen is still being set up
      await page.keyboard.press('Control+k')
      const search = page.getByRole('dialog').locator('input').first()
      await search.waitFor()
      await search.pressSequentially('eichm')
      await search.press('Enter')
      await page.getByText(/^Known allergies: .*mould/).waitFor()
      await page.getByRole('button', { name: `Review ${secrets.canary}` }).click()
      await page.getByText('Signed and locked').waitFor()
      await signedText(page, secrets).waitFor()
      await page.getByRole('region', { name: 'Addendum' }).getByText('12.5 µg').waitFor()
      await look(page, 'restored')
    },
  ],
]

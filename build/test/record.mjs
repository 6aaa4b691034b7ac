// The record: import, search, a patient, a note from its first letter to its addendum.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { equal } from './steps.mjs'

const bundles = path.resolve(import.meta.dirname, '../../app/interchange/testdata/synthea')
const go = (page, name) => page.getByRole('link', { name, exact: true }).click()
const body = (page) => page.getByRole('textbox', { name: 'Note', exact: true })
const misread = (page) => page.getByRole('list', { name: 'Could be misread' })
const saved = (page) => page.getByText(/^Saved on this laptop \d\d:\d\d:\d\d$/)

export const record = [
  [
    'three bundles are imported by the dialog',
    async ({ page, look, laptop }) => {
      await go(page, 'Import & export')
      const files = fs.readdirSync(bundles).map((name) => path.join(bundles, name))
      equal(files.length, 3, 'bundles')
      laptop.answer({ openFiles: files })
      await page.getByRole('button', { name: 'Choose files' }).click()
      await page.getByRole('button', { name: 'Import 3 files' }).click()
      await page.getByText(/^Imported in /).waitFor({ timeout: 40_000 })
      const patients = page.getByRole('row', { name: /^Patient / })
      equal(await patients.getByRole('cell').allInnerTexts(), ['3', '3', '0', '0', '0'], 'patients')
      equal(await page.getByText('could not be used').count(), 0, 'failures')
      await look(page, 'import')
    },
  ],
  [
    'the list is searched as one types',
    async ({ page, look }) => {
      await go(page, 'Patients')
      await page.getByText('3 patients').waitFor()
      await look(page, 'patients')
      const field = page.getByRole('searchbox', { name: 'Search patients' })
      await field.pressSequentially('eich', { delay: 40 })
      await page.getByText('1 found').waitFor()
      await field.fill('nobody of that name')
      await page.getByText('Nobody found for').waitFor() // so that the next answer is no earlier one
      await field.fill('29 7 1982')
      await page.getByText('1 found').waitFor()
      await field.fill('wieg')
      await page.getByRole('link', { name: /WIEGAND/ }).click()
      await page.getByRole('heading', { name: /^WIEGAND/ }).waitFor()
    },
  ],
  [
    'the palette opens who was typed, however soon Enter follows',
    async ({ page }) => {
      await page.keyboard.press('Control+k')
      const field = page.getByRole('dialog').getByRole('combobox')
      await field.pressSequentially('wiegand', { delay: 20 })
      await page.getByRole('option', { name: /WIEGAND/ }).waitFor()
      await field.fill('judson')
      await field.press('Enter') // WIEGAND is still what the list shows
      const banner = page.getByRole('region', { name: 'Patient', exact: true })
      await banner.getByRole('heading', { name: 'EICHMANN, Judson (Mr.)' }).waitFor()
      equal(await page.getByRole('dialog').count(), 0, 'palettes left open')
    },
  ],
  [
    'a patient opens with the banner and the allergies',
    async ({ page, look }) => {
      const banner = page.getByRole('region', { name: 'Patient', exact: true })
      await banner.getByRole('heading', { name: 'EICHMANN, Judson (Mr.)' }).waitFor()
      await banner.getByText(/^29-Jul-1982 \(\d+y\)$/).waitFor()
      await banner.getByText(/^Known allergies: .*mould/).waitFor()
      await look(page, 'patient')
    },
  ],
  [
    'a dose that could be misread is said while it is typed, and can be added all the same',
    async ({ page, look }) => {
      const card = page.getByRole('region', { name: 'Medications', exact: true })
      await card.getByRole('button', { name: 'Add a medication' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByLabel('Medication', { exact: true }).fill('Levothyroxine')
      const dose = dialog.getByLabel('Dose and how often')
      await dose.fill('50 µg in the morning')
      await misread(dialog).getByText('50 µg', { exact: true }).waitFor()
      await look(page, 'medication')
      await dose.fill('50 micrograms in the morning')
      await misread(dialog).waitFor({ state: 'hidden' })
      await dose.fill('50 µg in the morning')
      await page.keyboard.press('Enter')
      await card.getByText('Levothyroxine, 50 µg in the morning').waitFor()
    },
  ],
  [
    'a note saves itself',
    async ({ page, look, secrets }) => {
      await page.keyboard.press('n')
      await body(page).waitFor()
      await page.getByRole('textbox', { name: 'Title' }).fill(`Review ${secrets.canary}`)
      await body(page).pressSequentially('Sleeps better. ', { delay: 15 })
      await page.keyboard.insertText(`½ tablet, 25 µg – ${secrets.canary}.`)
      await saved(page).waitFor()
      await misread(page).getByText('25 µg', { exact: true }).waitFor()
      // The timeline beside it was shown when the draft had no title yet.
      await page.getByRole('button', { name: `Review ${secrets.canary}` }).waitFor()
      await page.getByText(`Note · ${noteOf(secrets)}`, { exact: true }).waitFor()
      await look(page, 'note')
      await page.getByRole('button', { name: 'Finish later' }).click()
      await page.getByRole('button', { name: `Review ${secrets.canary}` }).click()
      await body(page).waitFor()
      equal(await body(page).inputValue(), noteOf(secrets), 'the text when it is opened again')
    },
  ],
  [
    'both windows are loaded again in the middle of writing, and the text stands there',
    async ({ page, laptop, secrets, pictures }) => {
      const loaded = page.waitForEvent('load')
      await fetch(`${laptop.url}wails/reload`, { signal: AbortSignal.timeout(5_000) })
      await loaded
      await body(page).waitFor()
      equal(await body(page).inputValue(), noteOf(secrets), 'the text after the reload')
      // The web view now shows the draft's title among the unsigned drafts: the scan at the end is of a
      // web view that has met patients' data.
      const desktop = ['-window', 'root', path.join(pictures, 'desktop.png')]
      execFileSync('import', desktop, { timeout: 10_000 })
      await page.keyboard.press('End')
      await page.keyboard.insertText(' Seen again in May.')
    },
  ],
  [
    'the note is signed with the keyboard, and locked',
    async ({ page, look, secrets }) => {
      await page.keyboard.press('Control+Enter')
      const dialog = page.getByRole('dialog', { name: 'Sign this note?' })
      await dialog.getByText('EICHMANN').waitFor()
      await misread(dialog).getByText('25 µg', { exact: true }).waitFor()
      await look(page, 'sign')
      await page.keyboard.press('Enter')
      await page.getByText('Signed and locked').waitFor()
      await signedText(page, secrets).waitFor()
      await page.getByText(/^Signed by Ada Example/).waitFor()
      equal(await body(page).count(), 0, 'fields to change the signed text')
      await look(page, 'signed')
    },
  ],
  [
    'an addendum stands under it',
    async ({ page, look }) => {
      await page.getByRole('button', { name: 'Add an addendum' }).click()
      const addendum = page.getByRole('textbox', { name: 'Addendum' })
      await addendum.fill('The dose was ')
      await saved(page).waitFor()
      await page.reload()
      await addendum.waitFor()
      equal(await addendum.inputValue(), 'The dose was ', 'the addendum after a reload')
      await page.keyboard.insertText('12.5 µg.')
      await look(page, 'addendum-draft')
      await page.getByRole('button', { name: /^Up to date/ }).waitFor({ timeout: 20_000 })
      const said = await chipSays(page)
      await page.getByRole('button', { name: 'Sign addendum' }).click()
      await page.getByRole('region', { name: 'Addendum' }).getByText('12.5 µg').waitFor()
      // A round comes five seconds later; until then the chip must not say that all is up to date.
      while (!(await said()).some((words) => words.startsWith('Syncing'))) await page.waitForTimeout(100)
      await look(page, 'addendum')
    },
  ],
]

/** Writes down whatever the chip says from now on. */
async function chipSays(page) {
  const said = await page.evaluateHandle(() => {
    const all = []
    const look = () => {
      const texts = [...document.querySelectorAll('button')].map((button) => button.textContent)
      const chip = texts.find((text) => /^(Syncing|Up to date)/.test(text))
      if (chip && chip !== all.at(-1)) all.push(chip)
    }
    look()
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    return all
  })
  return () => said.jsonValue()
}

const noteOf = ({ canary }) => `Sleeps better. ½ tablet, 25 µg – ${canary}.`

/** The whole text of the signed note, and nothing else. */
export const signedText = (page, secrets) =>
  page.getByText(`${noteOf(secrets)} Seen again in May.`, { exact: true })

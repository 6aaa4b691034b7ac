import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Failure, toFailure } from '@/lib/api'

export interface Problem {
  field: string
  text: string
}

/**
 * One form: what was typed is kept whatever happens, and it is checked when it is sent, not while
 * it is filled in. `send` turns Go's field problems into the summary's lines; a failure about the
 * whole form is in `failure`.
 */
export function useForm<Values extends object>(initial: Values) {
  const prefix = useId()
  const words = useFieldWords()
  const [values, setValues] = useState(initial)
  const [problems, setProblems] = useState<Problem[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [busy, setBusy] = useState(false)
  const set = (part: Partial<Values>) => setValues((before) => ({ ...before, ...part }))
  const id = (field: string) => `${prefix}-${field}`

  async function send<Answer>(act: () => Promise<Answer>): Promise<Answer | undefined> {
    setBusy(true)
    setFailure(null)
    setProblems([])
    try {
      return await act()
    } catch (thrown) {
      const caught = toFailure(thrown)
      if (caught.fields.length > 0) setProblems(caught.fields.map(words))
      else setFailure(caught)
      return undefined
    } finally {
      setBusy(false)
    }
  }

  /** Takes back what was said of a field: where another judgement stands beside it while it is filled in. */
  const forget = (name: string) => setProblems((all) => all.filter((one) => one.field !== name))

  /** Props for a Mantine input of this field. */
  const field = (name: keyof Values & string) => ({
    id: id(name),
    name,
    value: values[name] as string,
    error: problems.find((one) => one.field === name)?.text,
    onChange: (event: { currentTarget: { value: string } }) =>
      set({ [name]: event.currentTarget.value } as Partial<Values>),
  })

  return { values, set, field, id, send, busy, problems, setProblems, forget, failure }
}

/** What the error summary needs of a form. */
export interface Form {
  problems: Problem[]
  failure: Failure | null
  id: (field: string) => string
}

/** The window's words for a code of Go's, else Go's own. */
function useFieldWords() {
  const { t, i18n } = useTranslation()
  return ({ field, code, message }: { field: string; code: string; message: string }): Problem => {
    const key = `field.${code}`
    const known = code !== '' && i18n.exists(key)
    return { field, text: known ? t(key as 'field.missing') : message }
  }
}

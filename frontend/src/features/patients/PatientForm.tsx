import { Button, Group } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate, useParams } from 'react-router'
import { ErrorSummary } from '@/components/ErrorSummary'
import { FailurePanel } from '@/components/FailurePanel'
import { PageBody } from '@/components/PageBody'
import { PageHead } from '@/components/PageHead'
import { useForm } from '@/components/useForm'
import { Waiting } from '@/components/Waiting'
import { patients } from '@/lib/api'
import type { PatientForm as Loaded, PatientInput, PatientRow } from '@/lib/api/types'
import { KEY } from '@/lib/queries'
import { useSession } from '@/lib/session'
import { PatientFields } from './PatientFields'
import classes from './PatientForm.module.css'
import { Similar } from './Similar'

const nobody: PatientInput = {
  family: '',
  given: '',
  preferred: '',
  title: '',
  bornDay: '',
  bornMonth: '',
  bornYear: '',
  gender: '',
  nhsNumber: '',
  phone: '',
  email: '',
  addressLine: '',
  city: '',
  postcode: '',
  country: '',
}

/** A new patient, or the identity of one who is there. */
export function PatientForm() {
  const { id } = useParams()
  const { data, error } = useQuery({
    queryKey: [KEY.patient, id, 'form'],
    queryFn: () => patients.Form(id ?? ''),
    enabled: id !== undefined,
    // The token belongs to what was shown when the form was opened.
    staleTime: Infinity,
    gcTime: 0,
  })
  if (error) return <FailurePanel failure={error} />
  if (id && !data) return <Waiting />
  return <Form key={id} id={id} loaded={data ?? { input: nobody, token: '' }} />
}

function Form({ id, loaded }: { id: string | undefined; loaded: Loaded }) {
  const { t } = useTranslation()
  const go = useNavigate()
  const queries = useQueryClient()
  const { preferences } = useSession()
  const form = useForm(loaded.input)
  const [similar, setSimilar] = useState<PatientRow[]>([])

  async function save(evenIfSimilar: boolean) {
    if (form.values.family.trim() === '' && form.values.given.trim() === '') {
      return form.setProblems([{ field: 'family', text: t('patients.form.noName') }])
    }
    const saved = await form.send(() =>
      id ? patients.Set(id, form.values, loaded.token) : patients.Add(form.values, evenIfSimilar),
    )
    if (!saved) return
    if (saved.id === '') return setSimilar(saved.similar)
    await queries.invalidateQueries({ queryKey: [KEY.patients] })
    await queries.invalidateQueries({ queryKey: [KEY.patient, saved.id] })
    void go(`/patients/${saved.id}`, { replace: true })
  }

  return (
    <PageBody narrow>
      <ErrorSummary form={form} />
      <PageHead
        title={id ? t('patients.form.edit') : t('patients.new')}
        below={t('patients.form.below')}
      />
      <form
        noValidate
        className={classes.form}
        lang={preferences.locale}
        onSubmit={(event) => {
          event.preventDefault()
          void save(false)
        }}
      >
        <PatientFields form={form} />
        {similar.length > 0 && <Similar rows={similar} />}
        <Group>
          {similar.length > 0 ? (
            <Button onClick={() => void save(true)} loading={form.busy}>
              {t('patients.form.another')}
            </Button>
          ) : (
            <Button type="submit" loading={form.busy}>
              {id ? t('patients.form.save') : t('patients.form.add')}
            </Button>
          )}
          <Button variant="default" onClick={() => void go(-1)}>
            {t('act.cancel')}
          </Button>
        </Group>
      </form>
    </PageBody>
  )
}

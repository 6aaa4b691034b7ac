import { PasswordInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '@/lib/api'
import { guessability, prepare, type Score } from '@/lib/guessing'
import classes from './NewPassword.module.css'

interface Props {
  id: string
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

/** A new password, and how hard it is to guess. Paste and password managers are welcome. */
export function NewPassword({ id, value, error, onChange }: Props) {
  const { t } = useTranslation()
  const strength = useStrength(value)
  const meaning = useMeaning()
  return (
    <div>
      <PasswordInput
        id={id}
        label={t('password.new')}
        description={t('password.advice')}
        autoComplete="new-password"
        value={value}
        error={error}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('password.show'), tabIndex: 0 }}
      />
      <div className={classes.meter} role="status">
        {strength && (
          <>
            <span className={classes.bars} aria-hidden>
              {[1, 2, 3, 4].map((bar) => (
                <span
                  key={bar}
                  className={classes.bar}
                  data-full={bar <= strength.score || undefined}
                />
              ))}
            </span>
            <span>{meaning(strength)}</span>
          </>
        )}
      </div>
    </div>
  )
}

interface Strength {
  score: Score
  /** What would make it better: 'short', 'common', 'personal', 'pattern', or ''. */
  problem: string
}

/** The score in words, and what would make it better. */
function useMeaning() {
  const { t } = useTranslation()
  return ({ score, problem }: Strength): string => {
    const words = t(`password.score.${score}`)
    return problem ? `${words}. ${t(`password.problem.${problem as 'short'}`)}` : words
  }
}

async function judge(password: string): Promise<Strength> {
  const rules = await session.CheckPassword(password)
  const score = await guessability(password, rules.known)
  const pattern = score < 3 ? 'pattern' : ''
  return { score, problem: rules.problem || pattern || (rules.short ? 'short' : '') }
}

/** Judges a moment after the last stroke, and drops answers to older text. */
function useStrength(password: string): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null)
  useEffect(prepare, [])
  useEffect(() => {
    let current = true
    const ask = () => {
      if (password === '') return setStrength(null)
      judge(password).then(
        (answer) => current && setStrength(answer),
        () => undefined, // the meter is advice; what is refused is said when it is sent
      )
    }
    const timer = setTimeout(ask, 150)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [password])
  return strength
}

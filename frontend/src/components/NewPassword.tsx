import { PasswordInput } from '@mantine/core'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { session } from '@/lib/api'
import type { PasswordStrength } from '@/lib/api/types'
import classes from './NewPassword.module.css'

interface Props {
  id: string
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

/** A new password with the strength that Go finds. Paste and password managers are welcome. */
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

/** The score in words, and what would make it better. */
function useMeaning() {
  const { t } = useTranslation()
  return ({ score, problem }: PasswordStrength): string => {
    const words = t(`password.score.${score as 0 | 1 | 2 | 3 | 4}`)
    return problem ? `${words}. ${t(`password.problem.${problem as 'short'}`)}` : words
  }
}

/** Asks a moment after the last stroke, and drops answers to older text. */
export function useStrength(password: string): PasswordStrength | null {
  const [strength, setStrength] = useState<PasswordStrength | null>(null)
  useEffect(() => {
    let current = true
    const ask = () => {
      if (password === '') return setStrength(null)
      session.PasswordStrength(password).then(
        (answer) => current && setStrength(answer),
        () => undefined,
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

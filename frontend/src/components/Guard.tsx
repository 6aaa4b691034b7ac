import { Component, type ReactNode } from 'react'
import { Failure, toFailure } from '@/lib/api'
import { FailurePanel } from './FailurePanel'

interface State {
  failure: Failure | null
}

/** A fault of one screen must not blank the window: it is named, and the rest goes on. */
export class Guard extends Component<{ children: ReactNode }, State> {
  override state: State = { failure: null }

  static getDerivedStateFromError(thrown: unknown): State {
    return { failure: toFailure(thrown) }
  }

  override render() {
    const { failure } = this.state
    if (!failure) return this.props.children
    return <FailurePanel failure={failure} again={() => this.setState({ failure: null })} />
  }
}

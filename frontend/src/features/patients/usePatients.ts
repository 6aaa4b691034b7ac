import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { patients } from '@/lib/api'
import { allRows, nextPage } from '@/lib/paging'
import { KEY } from '@/lib/queries'

const LIMIT = 100

/** Pages of patients by name, or of those that a text finds. */
export function usePatients(text: string, all: boolean) {
  const query = useInfiniteQuery({
    queryKey: [KEY.patients, text, all],
    queryFn: ({ pageParam }) => patients.Page({ after: pageParam, limit: LIMIT, text, all }),
    initialPageParam: '',
    getNextPageParam: nextPage,
    // While the next letter is looked up, the last answer stays: no flicker under the eye.
    placeholderData: keepPreviousData,
  })
  return { ...query, rows: allRows(query.data?.pages), total: query.data?.pages[0]?.total ?? 0 }
}

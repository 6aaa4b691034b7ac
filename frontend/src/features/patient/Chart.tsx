import { useElementSize } from '@mantine/hooks'
import { useTranslation } from 'react-i18next'
import type { Series } from '@/lib/api/types'
import { count } from '@/lib/format'
import { PAD, plot, ticks } from './chart'
import classes from './Chart.module.css'

const HEIGHT = 150

/** Lines over time; the second line is dashed with square points, so that colour is not needed. */
export function Chart({ series }: { series: Series }) {
  const { t } = useTranslation()
  const { ref, width } = useElementSize()
  const { x, y, low, high } = plot(series, width, HEIGHT)
  const all = series.lines.flatMap(({ points }) => points).sort((a, b) => a.at.localeCompare(b.at))
  const [first, last] = [all[0], all.at(-1)]
  return (
    <div ref={ref} className={classes.chart}>
      {width > 0 && first && last && (
        <svg
          width={width}
          height={HEIGHT}
          role="img"
          aria-label={t('measure.chart', {
            name: series.name,
            count: all.length,
            from: first.shown,
            to: last.shown,
            latest: series.latest,
          })}
        >
          {ticks(low, high).map((value) => (
            <g key={value}>
              <line
                className={classes.grid}
                x1={PAD.left}
                x2={width - PAD.right}
                y1={y(value)}
                y2={y(value)}
              />
              <text className={classes.label} x={PAD.left - 6} y={y(value) + 4} textAnchor="end">
                {count(value)}
              </text>
            </g>
          ))}
          {series.lines.map((line, index) => (
            <g key={line.name} data-second={index > 0 || undefined} className={classes.series}>
              <polyline
                points={line.points.map((point) => `${x(point.at)},${y(point.value)}`).join(' ')}
              />
              {line.points.length <= 60 &&
                line.points.map((point) =>
                  index > 0 ? (
                    <rect
                      key={point.at}
                      x={x(point.at) - 3}
                      y={y(point.value) - 3}
                      width={6}
                      height={6}
                    >
                      <title>{t('measure.point', { ...point })}</title>
                    </rect>
                  ) : (
                    <circle key={point.at} cx={x(point.at)} cy={y(point.value)} r={3.5}>
                      <title>{t('measure.point', { ...point })}</title>
                    </circle>
                  ),
                )}
            </g>
          ))}
          <text className={classes.label} x={PAD.left} y={HEIGHT - 3}>
            {day(first.shown)}
          </text>
          {last !== first && (
            <text className={classes.label} x={width - PAD.right} y={HEIGHT - 3} textAnchor="end">
              {day(last.shown)}
            </text>
          )}
        </svg>
      )}
    </div>
  )
}

/** Under the axis there is room for the day alone; Go writes the time behind it, after a space. */
function day(shown: string) {
  return shown.split(' ')[0]
}

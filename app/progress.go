package app

import "time"

// WorkProgress is how far a long work has come.
type WorkProgress struct {
	Work       string `json:"work"`
	Done       int64  `json:"done"`
	Total      int64  `json:"total"`
	Bytes      int64  `json:"bytes"`
	BytesTotal int64  `json:"bytesTotal"`
}

// reportEvery is how often the window is told of progress.
const reportEvery = 100 * time.Millisecond

// reporter emits at most every reportEvery, and the last step always.
func (s *shell) reporter(event, work string) func(done, total, bytes int64) {
	var last time.Time
	return func(done, total, bytes int64) {
		now := s.now()
		if done != total && now.Sub(last) < reportEvery && now.Sub(last) >= 0 {
			return
		}
		last = now
		s.emit(event, WorkProgress{Work: work, Done: done, Total: total, Bytes: bytes})
	}
}

package remotetest

import (
	"net/http"
	"sync/atomic"
)

// Mood is how a Switch treats requests.
type Mood string

// The moods.
const (
	Well     Mood = "well"
	Gone     Mood = "gone"     // the connection is cut before anything is answered
	Refusing Mood = "refusing" // 403 for everything
	Skewed   Mood = "skewed"   // the clock of whoever asks is too wrong, and the server's is not told
	Full     Mood = "full"     // nothing more can be written
)

// Switch is a FrontOptions.Answered whose mood a test changes while the front runs. The zero Switch lets
// everything through.
type Switch struct{ mood atomic.Value }

// Set changes the mood for the requests that come.
func (s *Switch) Set(m Mood) { s.mood.Store(m) }

// Answered answers a request where the mood says so.
func (s *Switch) Answered(w http.ResponseWriter, r *http.Request) bool {
	switch mood, _ := s.mood.Load().(Mood); {
	case mood == Gone:
		panic(http.ErrAbortHandler)
	case mood == Refusing:
		refuse(w, http.StatusForbidden, "AccessDenied")
	case mood == Skewed:
		w.Header()["Date"] = nil
		refuse(w, http.StatusForbidden, "RequestTimeTooSkewed")
	case mood == Full && r.Method == http.MethodPut:
		refuse(w, http.StatusInsufficientStorage, "XMinioStorageFull")
	default:
		return false
	}
	return true
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`<?xml version="1.0"?><Error><Code>` + code + `</Code><Message>in a mood</Message></Error>`))
}

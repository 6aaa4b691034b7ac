package s3_test

import (
	"fmt"
	"net/http"
	"testing"
	"time"

	"farne/sync/clock"
	"farne/sync/failure"
	"farne/sync/remote"
	"farne/sync/remote/remotetest"
	"farne/sync/remote/s3"
)

const day = 24 * time.Hour

func wrongBy(d time.Duration) func() time.Time {
	return func() time.Time { return clock.Now().Add(d) }
}

// versitygw itself refuses a skew of more than 15 minutes, as S3 does.
func TestWrongClock(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	good := remotetest.StartFront(t, v, remotetest.FrontOptions{})
	for _, wrong := range []time.Duration{-30 * 365 * day, -3 * day, -3 * time.Hour, -30 * time.Second, 16 * time.Minute, 20 * day, 30 * 365 * day} {
		t.Run(wrong.String(), func(t *testing.T) {
			plain := remotetest.Open(t, v.Config(), s3.Env{Now: wrongBy(wrong)})
			put(t, plain, fmt.Sprintf("h/a/%d", wrong.Abs()), "x")
			if offset, known := plain.Offset(); !known || (offset+wrong).Abs() > 2*time.Second {
				t.Errorf("the offset is said to be %v", offset)
			}
			secured := remotetest.Open(t, good.Config(v), s3.Env{Now: wrongBy(wrong)})
			err := secured.Put(t.Context(), fmt.Sprintf("h/b/%d", wrong.Abs()), []byte("x"), remote.Create)
			if wrong.Abs() < 45*day { // the certificate is valid at the wrong time as well
				if err != nil {
					t.Error(err)
				}
				return
			}
			fails(t, v, err, failure.Clock)
			// With the offset that an earlier session learned, TLS works as well.
			remembered := remotetest.Open(t, good.Config(v), s3.Env{Now: wrongBy(wrong), Offset: -wrong})
			put(t, remembered, fmt.Sprintf("h/c/%d", wrong.Abs()), "x")
		})
	}
}

// Somebody sets the clock right while an offset is remembered: no harm.
func TestClockSetRight(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	for i, front := range []*remotetest.Front{
		remotetest.StartFront(t, v, remotetest.FrontOptions{}), remotetest.StartFront(t, v, remotetest.FrontOptions{Plain: true}),
	} {
		for _, remembered := range []time.Duration{30 * 365 * day, -30 * 365 * day, 3 * time.Hour} {
			s := remotetest.Open(t, front.Config(v), s3.Env{Now: clock.Now, Offset: remembered})
			put(t, s, fmt.Sprintf("h/%d/%d", i, remembered.Abs()), "x")
			if offset, _ := s.Offset(); offset.Abs() > 2*time.Second {
				t.Errorf("still %v", offset)
			}
		}
	}
}

// A certificate that ran out is told from a clock that is wrong, with nothing but what TLS proves.
func TestWrongClockOrExpiredCertificate(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	expired := remotetest.StartFront(t, v, remotetest.FrontOptions{Expired: true})
	_, err := remotetest.Open(t, expired.Config(v), env).Get(t.Context(), "a")
	fails(t, v, err, failure.Unreachable)
	short := remotetest.StartFront(t, v, remotetest.FrontOptions{Lifetime: 2 * time.Hour})
	for _, wrong := range []time.Duration{-3 * time.Hour, 3 * time.Hour} {
		_, err := remotetest.Open(t, short.Config(v), s3.Env{Now: wrongBy(wrong)}).Get(t.Context(), "a")
		fails(t, v, err, failure.Clock)
	}
	// A storage whose own clock is a year ahead is obeyed in what it signs with.
	ahead := remotetest.StartFront(t, v, remotetest.FrontOptions{Plain: true, Clock: 3 * time.Hour, MaxSkew: 15 * time.Minute, Answered: nil})
	_, err = remotetest.Open(t, ahead.Config(v), env).Get(t.Context(), "a")
	fails(t, v, err, failure.Clock) // versitygw behind it wants the true time: it cannot be pleased
}

func TestRefusalWithoutADate(t *testing.T) {
	v := remotetest.StartVersity(t, remotetest.VersityOptions{})
	mute := remotetest.StartFront(t, v, remotetest.FrontOptions{Plain: true, Answered: func(w http.ResponseWriter, r *http.Request) bool {
		w.Header()["Date"] = nil
		w.WriteHeader(http.StatusForbidden)
		_, _ = w.Write([]byte(`<Error><Code>RequestTimeTooSkewed</Code></Error>`))
		return true
	}})
	_, err := remotetest.Open(t, mute.Config(v), s3.Env{Now: wrongBy(time.Hour)}).Get(t.Context(), "a")
	fails(t, v, err, failure.Clock)
}

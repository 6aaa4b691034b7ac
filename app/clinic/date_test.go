package clinic

import (
	"math/rand/v2"
	"testing"
	"time"
)

func TestParseDateIsStrictAndRoundTrips(t *testing.T) {
	for _, good := range []string{"2008", "2008-04", "2008-04-05", "2008-02-29", "0001-01-01"} {
		d, err := ParseDate(good)
		if err != nil || d.String() != good {
			t.Errorf("%q: got %q, %v", good, d, err)
		}
	}
	for _, bad := range []string{"", "208", "2008-13", "2008-00", "2007-02-29", "2008-4-5", "2008/04/05", "2008-04-31",
		"0000", "２００８", "2008-04-05T", "+008-04-05", "2008--4-05"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("%q was read as %v", bad, d)
		}
	}
}

func TestDisplayDate(t *testing.T) {
	for _, c := range []struct {
		date string
		l    Locale
		want string
	}{
		{"2008-04-05", English, "05-Apr-2008"}, {"2008-04", English, "Apr-2008"}, {"2008", English, "2008"},
		{"2008-03-05", German, "05-Mär-2008"}, {"2008-08-05", French, "05-août-2008"}, {"2008-05-05", Italian, "05-mag-2008"},
		{"2008-10-05", Norwegian, "05-okt-2008"}, {"2008-04-05", "xx", "05-Apr-2008"},
	} {
		d, err := ParseDate(c.date)
		if got := d.Display(c.l); err != nil || got != c.want {
			t.Errorf("%s in %s: got %q, want %q", c.date, c.l, got, c.want)
		}
	}
	if got := (Date{}).Display(English); got != "" {
		t.Errorf("no date shows as %q", got)
	}
}

// Ages of NHS CUI's patient banner, Table 8, and the boundaries of Table 7.
func TestAgesOfTheBanner(t *testing.T) {
	at := time.Date(2008, time.July, 20, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		born time.Time
		want string
	}{
		{at.Add(-90 * time.Minute), "90min"},
		{at.Add(-119 * time.Minute), "119min"},
		{at.Add(-2 * time.Hour), "2hrs"},
		{at.Add(-26 * time.Hour), "26hrs"},
		{at.Add(-48 * time.Hour), "2d"},
		{at.AddDate(0, 0, -27), "27d"},
		{at.AddDate(0, 0, -28), "4w"},
		{at.AddDate(0, 0, -29), "4w 1d"},
		{at.AddDate(-1, 0, 1), "52w 1d"},
		{at.AddDate(-1, 0, 0), "12m"},
		{at.AddDate(-1, 0, -8), "12m 8d"},
		{at.AddDate(-1, -1, -8), "13m 8d"},
		{at.AddDate(-2, 0, 0), "2y"},
		{at.AddDate(-4, -1, -3), "4y 1m"},
		{at.AddDate(-18, 0, 1), "17y 11m"},
		{at.AddDate(-18, 0, 0), "18y"},
		{at.AddDate(-39, -11, 0), "39y"},
		{at, "0min"},
		{at.Add(time.Hour), ""},
	} {
		if got := AgeAt(c.born, at).String(); got != c.want {
			t.Errorf("born %v: got %q, want %q", c.born, got, c.want)
		}
	}
}

func TestAgesAtMonthEndsAndLeapDays(t *testing.T) {
	for _, c := range []struct{ born, on, want string }{
		{"2008-02-29", "2026-02-28", "17y 11m"}, {"2008-02-29", "2026-03-01", "18y"},
		{"2024-01-31", "2025-03-01", "13m 1d"}, {"2024-01-31", "2025-02-28", "12m 28d"},
		{"1970", "2008-07-20", "37y to 38y"}, {"1970-07", "2008-08-20", "38y"}, {"1970-07", "2008-07-20", "37y to 38y"},
		{"2008", "2008-07-20", "under 1y"}, {"2007", "2008-07-20", "under 2y"}, {"2009", "2008-07-20", ""},
	} {
		born, _ := ParseDate(c.born)
		on, _ := ParseDate(c.on)
		if got := DisplayAge(born, on); got != c.want {
			t.Errorf("born %s on %s: got %q, want %q", c.born, c.on, got, c.want)
		}
	}
}

// Nobody grows younger from one day to the next, and every age is shown.
func TestAgeNeverFalls(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 40 {
		born := Date{1900 + rng.IntN(140), time.Month(1 + rng.IntN(12)), 0}
		born.Day = 1 + rng.IntN(DaysIn(born.Year, born.Month))
		last := -1
		for day := range 20 * 366 {
			on := DateOf(time.Date(born.Year, born.Month, born.Day+day, 0, 0, 0, 0, time.UTC))
			age := AgeOn(born, on)
			if len(age) == 0 || len(age) > 2 {
				t.Fatalf("born %v on %v: %v", born, on, age)
			}
			months, rest := monthsBetween(born, on)
			if now := months*32 + rest; now <= last || rest < 0 || rest > 31 {
				t.Fatalf("born %v on %v: %d months %d days after %d", born, on, months, rest, last)
			} else {
				last = now
			}
		}
	}
}

func TestTypedDates(t *testing.T) {
	for _, c := range []struct {
		text  string
		order Order
		want  string
	}{
		{"5/4/2008", DayFirst, "2008-04-05"}, {"5/4/2008", MonthFirst, "2008-05-04"}, {"05.04.2008", DayFirst, "2008-04-05"},
		{" 5 April 2008 ", DayFirst, "2008-04-05"}, {"April 5, 2008", DayFirst, "2008-04-05"}, {"5th of Apr 2008", DayFirst, "2008-04-05"},
		{"5. März 2008", DayFirst, "2008-03-05"}, {"5 maerz 2008", DayFirst, ""}, {"1er août 2008", DayFirst, "2008-08-01"},
		{"5avr2008", DayFirst, "2008-04-05"}, {"2 gennaio 1980", DayFirst, "1980-01-02"}, {"17. mai 1999", DayFirst, "1999-05-17"},
		{"05042008", DayFirst, "2008-04-05"}, {"04052008", MonthFirst, "2008-04-05"}, {"20080405", YearFirst, "2008-04-05"},
		{"2008-04-05", DayFirst, "2008-04-05"}, {"2008/04/05", MonthFirst, "2008-04-05"}, {"05-Apr-2008", MonthFirst, "2008-04-05"},
		{"April 2008", DayFirst, "2008-04"}, {"4/2008", DayFirst, "2008-04"}, {"2008", DayFirst, "2008"},
		{"", DayFirst, ""}, {"5/4/08", DayFirst, ""}, {"050408", DayFirst, ""}, {"31/2/2008", DayFirst, ""}, {"5/13/2008", DayFirst, ""},
		{"yesterday", DayFirst, ""}, {"5 4 2008 9", DayFirst, ""}, {"5/4/20081", DayFirst, ""}, {"0/4/2008", DayFirst, ""},
	} {
		d, err := ParseEntry(c.text, c.order)
		if d.String() != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: got %q, %v, want %q", c.text, d, err, c.want)
		}
	}
}

// Whatever is shown in any language is understood when it is typed back.
func TestWhatIsShownCanBeTyped(t *testing.T) {
	for l := range monthShort {
		for m := time.January; m <= time.December; m++ {
			for _, d := range []Date{{1985, m, 27}, {1985, m, 0}} {
				for _, order := range []Order{DayFirst, MonthFirst, YearFirst} {
					if got, err := ParseEntry(d.Display(l), order); got != d {
						t.Errorf("%s %q: got %v, %v", l, d.Display(l), got, err)
					}
				}
			}
		}
	}
}

func FuzzInstant(f *testing.F) {
	for _, s := range []string{"2012-02-08T02:43:19+00:00", "2012-02-08T02:43:19.205+02:00", "2012-02", "2016-12-31T23:59:60Z",
		"2012-02-08T24:00:00Z", "0001-01-01T00:00:00+14:00", "2012-02-08T02:43:19.Z", "2012-02-08T02:43Z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := Instant(s)
		if err != nil {
			return
		}
		if again, err := Instant(got); err != nil || again != got {
			t.Fatalf("%q became %q, which becomes %q, %v", s, got, again, err)
		}
		if len(s) > 19 {
			was, err1 := time.Parse(time.RFC3339, s)
			is, err2 := time.Parse(time.RFC3339, got)
			if err2 != nil || (err1 == nil && !was.Equal(is)) {
				t.Fatalf("%q became %q: %v %v", s, got, err1, err2)
			}
		}
	})
}

func TestInstants(t *testing.T) {
	for in, want := range map[string]string{
		"2012-02-08T02:43:19+00:00": "2012-02-08T02:43:19Z", "2012-02-08T02:43:19.205+02:00": "2012-02-08T00:43:19.205Z",
		"2012-02-08": "2012-02-08", "2012": "2012", "2016-12-31T23:59:60Z": "2017-01-01T00:00:00Z",
		"2012-02-08T02:43:19": "", "2012-02-30T02:43:19Z": "", "2012-02-08 02:43:19Z": "", "": "",
	} {
		if got, err := Instant(in); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", in, got, err, want)
		}
	}
	if got := DisplayInstant("2008-04-05T08:05:00Z", English, time.FixedZone("", 3600)); got != "05-Apr-2008 09:05" {
		t.Errorf("got %q", got)
	}
	if got := DisplayInstant("2008-04", English, time.UTC); got != "Apr-2008" {
		t.Errorf("got %q", got)
	}
}

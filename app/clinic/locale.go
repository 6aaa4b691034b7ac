package clinic

import "time"

// Locale is one of the languages Farne speaks, as BCP 47 writes it. An unknown one shows as English.
type Locale string

// The locales of the window and of printed pages.
const (
	English   Locale = "en-GB"
	German    Locale = "de"
	French    Locale = "fr"
	Italian   Locale = "it"
	Norwegian Locale = "nb"
)

// monthShort are the abbreviations shown between day and year, from CLDR without their full stops.
var monthShort = map[Locale][12]string{
	English:   {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	German:    {"Jan", "Feb", "Mär", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"},
	French:    {"janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"},
	Italian:   {"gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic"},
	Norwegian: {"jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des"},
}

// monthLong are the whole names, which date entry accepts as well.
var monthLong = map[Locale][12]string{
	English: {"January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December"},
	German: {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September",
		"Oktober", "November", "Dezember"},
	French: {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
		"octobre", "novembre", "décembre"},
	Italian: {"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto",
		"settembre", "ottobre", "novembre", "dicembre"},
	Norwegian: {"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
		"oktober", "november", "desember"},
}

// Month is the month's abbreviation in this language; English for a locale Farne does not speak.
func (l Locale) Month(m time.Month) string {
	names, ok := monthShort[l]
	if !ok {
		names = monthShort[English]
	}
	if m < time.January || m > time.December {
		return ""
	}
	return names[m-1]
}

// DecimalComma tells whether this language writes 0,5 for a half.
func (l Locale) DecimalComma() bool {
	switch l {
	case German, French, Italian, Norwegian:
		return true
	}
	return false
}

// monthNames finds a month by any name it has in any of our languages, folded for search. Where two
// languages would disagree about a name it is left out; today none do.
var monthNames = func() map[string]time.Month {
	names := map[string]time.Month{"sept": time.September, "mrz": time.March, "jan": time.January}
	for _, table := range []map[Locale][12]string{monthShort, monthLong} {
		for _, months := range table {
			for i, name := range months {
				names[Fold(name)] = time.Month(i + 1)
			}
		}
	}
	return names
}()

package clinic

import (
	"strings"
	"time"
	"unicode"
)

// FieldError is what is wrong with one field of what a person entered. Message is for that person:
// it says what to do and repeats nothing that was typed.
type FieldError struct {
	Field   string // the column's name; empty when the field is known from the call
	Code    string // missing, date, year, future, letters, too_short, too_long, checksum, …
	Message string
}

func (e *FieldError) Error() string { return e.Message }

// Order is the order in which a person writes a date in digits.
type Order uint8

// The orders. All of Farne's languages write day, month, year; MonthFirst is for practices whose
// people learnt it so. Four digits in front always mean year, month, day.
const (
	DayFirst Order = iota
	MonthFirst
	YearFirst
)

// ParseEntry reads a date as people type it: 5/4/2008, 05.04.2008, 5 April 2008, 5avr2008, 05042008,
// 2008-04-05, and the partial April 2008, 4/2008, 2008. Month names of all our languages are
// understood. A year has four digits, always: 08 could be a child or a centenarian.
func ParseEntry(text string, order Order) (Date, *FieldError) {
	parts := datePieces(text)
	switch len(parts) {
	case 0:
		return Date{}, &FieldError{Code: "missing", Message: "Enter a date, for example 27 3 1985"}
	case 1:
		return oneNumber(parts[0], order)
	case 2:
		return ParseFields("", parts[0], parts[1])
	case 3:
		day, month, year := arrange(parts, order)
		return ParseFields(day, month, year)
	}
	return Date{}, &FieldError{Code: "date", Message: "Enter a real date, for example 27 3 1985"}
}

// ParseFields reads the three boxes day, month and year. The day, or the day and the month, may be
// empty when they are not known. The month may be a name.
func ParseFields(day, month, year string) (Date, *FieldError) {
	day, month, year = strings.TrimSpace(day), strings.TrimSpace(month), strings.TrimSpace(year)
	if year == "" {
		return Date{}, &FieldError{Code: "missing", Message: "The date must include a year"}
	}
	y, ok := digits(year)
	if !ok || len(year) != 4 {
		return Date{}, &FieldError{Code: "year", Message: "The year must have 4 numbers"}
	}
	if y < 1800 || y > 2200 {
		return Date{}, &FieldError{Code: "year", Message: "Enter a year between 1800 and 2200"}
	}
	if month == "" {
		if day != "" {
			return Date{}, &FieldError{Code: "missing", Message: "The date must include a month"}
		}
		return Date{Year: y}, nil
	}
	m, ok := monthOf(month)
	if !ok {
		return Date{}, &FieldError{Code: "date", Message: "Enter a real month, as a number from 1 to 12 or a name"}
	}
	if day == "" {
		return Date{Year: y, Month: m}, nil
	}
	d, ok := digits(day)
	if !ok || d < 1 || d > DaysIn(y, m) {
		return Date{}, &FieldError{Code: "date", Message: "Enter a day that this month has"}
	}
	return Date{y, m, d}, nil
}

func monthOf(s string) (time.Month, bool) {
	if n, ok := digits(s); ok {
		return time.Month(n), n >= 1 && n <= 12 && len(s) <= 2
	}
	m, ok := monthNames[Fold(strings.TrimSuffix(s, "."))]
	return m, ok
}

// oneNumber reads a date typed without any separator, or a bare year.
func oneNumber(s string, order Order) (Date, *FieldError) {
	if _, ok := digits(s); !ok || (len(s) != 4 && len(s) != 8) {
		code, message := "date", "Enter a real date, for example 27 3 1985"
		if ok && len(s) == 6 {
			code, message = "year", "The year must have 4 numbers"
		}
		return Date{}, &FieldError{Code: code, Message: message}
	}
	if len(s) == 4 {
		return ParseFields("", "", s)
	}
	switch order {
	case YearFirst:
		return ParseFields(s[6:], s[4:6], s[:4])
	case MonthFirst:
		return ParseFields(s[2:4], s[:2], s[4:])
	}
	return ParseFields(s[:2], s[2:4], s[4:])
}

// arrange finds out which of three pieces is which: a name is a month, four digits in front are a
// year, and only what is left depends on the person's order.
func arrange(p []string, order Order) (day, month, year string) {
	first, second := p[0], p[1]
	switch {
	case len(first) == 4 && isNumber(first), order == YearFirst && !(len(p[2]) == 4 && isNumber(p[2])):
		return p[2], second, first
	case !isNumber(first):
		return second, first, p[2]
	case !isNumber(second), order != MonthFirst:
		return first, second, p[2]
	}
	return second, first, p[2]
}

func isNumber(s string) bool { _, ok := digits(s); return ok }

// datePieces cuts at anything that is neither letter nor digit and between letters and digits, and
// drops English ordinal endings (5th) and the German and Norwegian full stop of 5.
func datePieces(text string) []string {
	var parts []string
	var piece []rune
	flush := func() {
		word := string(piece)
		piece = piece[:0]
		switch strings.ToLower(word) {
		case "", "st", "nd", "rd", "th", "er", "of":
			return
		}
		parts = append(parts, word)
	}
	for _, r := range text {
		letter, digit := unicode.IsLetter(r) || unicode.IsMark(r), r >= '0' && r <= '9'
		if len(piece) > 0 {
			last := piece[len(piece)-1]
			if wasDigit := last >= '0' && last <= '9'; digit != wasDigit || (!letter && !digit) {
				flush()
			}
		}
		if letter || digit {
			piece = append(piece, r)
		}
	}
	flush()
	return parts
}

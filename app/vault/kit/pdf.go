package kit

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

// Lengths are in millimetres, font sizes in points; the page is A4.
const (
	pageWidth = 210.0
	left      = 20.0
	width     = pageWidth - 2*left
	codeSize  = 53.0
	gap       = 8.0
	bottom    = 282.0
)

type colour [3]int

var (
	ink   = colour{28, 39, 44}
	quiet = colour{96, 110, 116}
	teal  = colour{15, 92, 98}
	hair  = colour{205, 214, 217}
)

// page is the PDF while it is drawn.
type page struct {
	*fpdf.Fpdf
}

// PDF is the kit as one A4 page, for printing. The text kit is attached inside, so that Read finds the
// words in the file too; the page itself holds them for people, and in a QR code.
func (k Kit) PDF() ([]byte, error) {
	p := newPage(k)
	p.header(k)
	y := p.paragraph(leadText, left, 47, width, 10, 5, ink)
	y = p.words(k, y+6)
	y = p.instructions(k, y+10)
	y = p.storage(k, y+7)
	p.footer(y)
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		return nil, fmt.Errorf("recovery kit: %w", err)
	}
	return out.Bytes(), nil
}

func newPage(k Kit) page {
	p := page{fpdf.New("P", "mm", "A4", "")}
	p.AddUTF8FontFromBytes("go", "", goregular.TTF)
	p.AddUTF8FontFromBytes("go", "B", gobold.TTF)
	p.AddUTF8FontFromBytes("medium", "", gomedium.TTF)
	p.AddUTF8FontFromBytes("mono", "", gomono.TTF)
	p.SetAutoPageBreak(false, 0)
	p.SetMargins(left, left, left)
	p.SetCellMargin(0)
	p.SetTitle("Farne recovery kit", true)
	p.SetCreator("Farne", true)
	p.SetProducer("Farne", true)
	p.SetCreationDate(k.Made)
	p.SetModificationDate(k.Made)
	p.SetCatalogSort(true)
	p.SetAttachments([]fpdf.Attachment{{Content: k.Text(), Filename: "farne-recovery-kit.txt", Description: "The same as text"}})
	p.AddPage()
	return p
}

func (p page) header(k Kit) {
	p.fill(teal)
	p.Rect(0, 0, pageWidth, 3.5, "F")
	p.text("Recovery kit", left, 16, "go", "B", 25, teal)
	p.fit(k.Practice, left, 29.5, 118, 2, "medium", 14, ink)
	p.right("Farne", 19.5, "go", "B", 11, teal)
	p.right("Made on "+k.Made.Format(dayFormat), 30.5, "go", "", 9.5, quiet)
	p.line(left, 40, left+width, 40)
}

// words draws the card with the 24 words, in columns of eight, and the code beside it.
func (p page) words(k Kit, y float64) float64 {
	const rows, rowHeight, padding = 8, 7.9, 4.0
	cardWidth := width - codeSize - gap
	height := rows*rowHeight + 2*padding
	p.stroke(hair)
	p.SetLineWidth(0.35)
	p.RoundedRect(left, y, cardWidth, height, 2.5, "1234", "D")
	column := (cardWidth - 2*padding) / 3
	for i, word := range k.Words.Reveal() {
		x := left + padding + float64(i/rows)*column
		top := y + padding + float64(i%rows)*rowHeight
		p.SetFont("go", "", 8.5)
		p.colour(quiet)
		p.SetXY(x, top)
		p.CellFormat(6, rowHeight, fmt.Sprint(i+1), "", 0, "RM", false, 0, "")
		p.SetFont("medium", "", 12.5)
		p.colour(ink)
		p.SetXY(x+9, top)
		p.CellFormat(column-9, rowHeight, word, "", 0, "LM", false, 0, "")
	}
	p.code(k, left+width-codeSize, y)
	return y + height
}

func (p page) code(k Kit, x, y float64) {
	modules, err := qrModules(k.payload())
	if err != nil { // names of several thousand letters: the words alone always have room
		modules, err = qrModules(Kit{Words: k.Words}.payload())
	}
	if err != nil {
		p.SetError(err)
		return
	}
	p.fill(colour{0, 0, 0})
	size := codeSize / float64(len(modules))
	for row, line := range modules {
		for from := 0; from < len(line); from++ {
			to := from
			for to < len(line) && line[to] {
				to++
			}
			if to > from {
				p.Rect(x+float64(from)*size, y+float64(row)*size, float64(to-from)*size, size, "F")
				from = to
			}
		}
	}
	p.paragraph("The same for a camera. Guard it like the words.", x, y+codeSize+3.5, codeSize, 8.5, 4.1, quiet)
}

// instructions draws the steps in two columns, with letters: numbers belong to the words alone.
func (p page) instructions(k Kit, y float64) float64 {
	const column = (width - gap) / 2
	steps := k.steps()
	p.text("If a laptop is lost, stolen or broken", left, y, "go", "B", 12.5, teal)
	y += 9
	for first := 0; first < len(steps); first += 2 {
		below := y
		for i, s := range steps[first:min(first+2, len(steps))] {
			x := left + float64(i)*(column+gap)
			p.text(string(rune('A'+first+i)), x, y, "go", "B", 10, teal)
			p.text(s.title, x+6, y, "go", "B", 10, ink)
			below = max(below, p.paragraph(s.text, x+6, y+5.2, column-6, 9, 4.4, ink))
		}
		y = below + 3
	}
	return y
}

func (p page) storage(k Kit, y float64) float64 {
	p.line(left, y, left+width, y)
	y += 6
	p.text("Where the records are", left, y, "go", "B", 12.5, teal)
	y += 8.5
	if k.Storage.IsZero() {
		y = p.paragraph(noStorageText, left, y, width, 9.5, 4.6, ink) + 2
	} else {
		for _, row := range k.storageRows() {
			p.text(row[0], left, y, "go", "", 9.5, quiet)
			y = max(y+5.4, p.fit(row[1], left+26, y, width-26, 2, "mono", 10, ink))
		}
		y = p.paragraph(k.newKeys(), left, y+1.6, width, 9.5, 4.6, ink) + 2
	}
	if k.Storage.Folder != "" {
		return y
	}
	p.text(handText, left, y+0.5, "go", "", 8.5, quiet)
	y += 13
	for _, field := range []struct {
		name    string
		x, room float64
	}{{"Access key", left, 66}, {"Secret", left + 72, width - 72}} {
		p.text(field.name, field.x, y-3.6, "go", "", 8.5, quiet)
		p.SetFont("go", "", 8.5)
		p.line(field.x+p.GetStringWidth(field.name)+2, y, field.x+field.room, y)
	}
	return y + 3
}

// footer stands at the bottom, or below what reaches further down.
func (p page) footer(y float64) {
	p.paragraph(stolenText, left, max(y+1.5, bottom), width, 8.5, 4.2, teal)
}

// text writes one line whose top is at y.
func (p page) text(s string, x, y float64, family, style string, size float64, c colour) {
	p.SetFont(family, style, size)
	p.colour(c)
	p.SetXY(x, y)
	p.CellFormat(0, size*0.43, printable(s), "", 0, "LM", false, 0, "")
}

// right writes one line that ends at the right margin.
func (p page) right(s string, y float64, family, style string, size float64, c colour) {
	p.SetFont(family, style, size)
	p.text(s, left+width-p.GetStringWidth(printable(s)), y, family, style, size, c)
}

// fit writes all of a text on at most so many lines, in smaller letters where it needs them, and gives
// the y below. Nothing is ever cut: an address that lost its end opens nothing.
func (p page) fit(s string, x, y, room float64, lines int, family string, size float64, c colour) float64 {
	s = printable(s)
	p.SetFont(family, "", size)
	for len(p.SplitText(s, room)) > lines && size > 4 {
		size -= 0.25
		p.SetFont(family, "", size)
	}
	for _, line := range p.SplitText(s, room) {
		p.text(line, x, y, family, "", size, c)
		y += size * 0.5
	}
	return y
}

// paragraph writes lines of a given height and gives the y below them.
func (p page) paragraph(s string, x, y, room, size, lineHeight float64, c colour) float64 {
	p.SetFont("go", "", size)
	p.colour(c)
	for _, line := range p.SplitText(printable(s), room) {
		p.SetXY(x, y)
		p.CellFormat(room, lineHeight, line, "", 0, "LM", false, 0, "")
		y += lineHeight
	}
	return y
}

func (p page) line(x1, y1, x2, y2 float64) {
	p.stroke(hair)
	p.SetLineWidth(0.3)
	p.Line(x1, y1, x2, y2)
}

func (p page) colour(c colour) { p.SetTextColor(c[0], c[1], c[2]) }

func (p page) fill(c colour) { p.SetFillColor(c[0], c[1], c[2]) }

func (p page) stroke(c colour) { p.SetDrawColor(c[0], c[1], c[2]) }

// printable replaces what the page's fonts or the PDF library cannot draw: control characters, and
// what lies beyond the basic plane.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), r > 0xffff:
			return '\ufffd'
		}
		return r
	}, s)
}

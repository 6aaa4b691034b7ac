package kit

import (
	"bytes"
	"image"
	"image/draw"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// drawing is the PDF's one page as its operators.
func drawing(t *testing.T, pdf []byte) []byte {
	t.Helper()
	if n := len(regexp.MustCompile(`/Type /Page\b`).FindAll(pdf, -1)); n != 1 {
		t.Fatalf("%d pages", n)
	}
	for rest, found := pdf, true; found; {
		var stream []byte
		_, rest, found = bytes.Cut(rest, []byte("stream"))
		stream, _, _ = bytes.Cut(bytes.TrimLeft(rest, "\r\n"), []byte("endstream"))
		if content := inflate(stream, mostInflated); bytes.Contains(content, []byte(")Tj")) {
			return content
		}
	}
	t.Fatal("no page was drawn")
	return nil
}

var shown = regexp.MustCompile(`(?s)\(((?:[^\\()]|\\.)*)\)Tj`)

// texts are the strings that the page shows, one a line.
func texts(page []byte) string {
	var all strings.Builder
	for _, match := range shown.FindAllSubmatch(page, -1) {
		raw := regexp.MustCompile(`(?s)\\(.)`).ReplaceAllFunc(match[1], func(escaped []byte) []byte {
			if escaped[1] == 'r' {
				return []byte("\r")
			}
			return escaped[1:]
		})
		units := make([]uint16, len(raw)/2)
		for i := range units {
			units[i] = uint16(raw[2*i])<<8 | uint16(raw[2*i+1])
		}
		all.WriteString(string(utf16.Decode(units)) + "\n")
	}
	return all.String()
}

func TestPageShowsEverything(t *testing.T) {
	k, s := sample(t)
	pdf, err := k.PDF()
	if err != nil {
		t.Fatal(err)
	}
	shown := texts(drawing(t, pdf))
	for _, want := range append(k.Words.Reveal(), "24", k.Practice, "21-Nov-2026", "Scaleway", k.Storage.Endpoint, "fr-par (Paris)", k.Storage.Bucket, "Access key", "Secret") {
		if !strings.Contains(shown, want+"\n") && !strings.Contains(shown, " "+want) {
			t.Errorf("%q is not on the page:\n%s", want, shown)
		}
	}
	if reading, err := Read(pdf); err != nil || !reading.Secret.Equal(s) {
		t.Errorf("the file itself: %v", err)
	}
	if reading, err := Read([]byte(shown)); err != nil || !reading.Secret.Equal(s) {
		t.Errorf("the page's text: %v", err)
	}
}

func TestLongNamesStayOnThePageWhole(t *testing.T) {
	k, _ := sample(t)
	k.Practice = strings.Repeat("Praxisgemeinschaft für Psychotherapie ", 5) + "\U0001F600"
	k.Storage.Endpoint = "https://" + strings.Repeat("0123456789abcdef", 8) + ".example"
	pdf, err := k.PDF()
	if err != nil {
		t.Fatal(err)
	}
	page := drawing(t, pdf)
	if joined := strings.ReplaceAll(texts(page), "\n", ""); !strings.Contains(joined, k.Storage.Endpoint) {
		t.Error("the address is cut")
	}
	for _, at := range regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) Td`).FindAllSubmatch(page, -1) {
		x, _ := strconv.ParseFloat(string(at[1]), 64)
		y, _ := strconv.ParseFloat(string(at[2]), 64)
		if x < 28 || x > 567 || y < 20 || y > 842 {
			t.Errorf("a text stands at %g, %g points", x, y)
		}
	}
	k.Practice = strings.Repeat("x", 4000)
	if _, err := k.PDF(); err != nil {
		t.Errorf("a name that no code has room for: %v", err)
	}
}

// A camera reads from the page what Read understands.
func TestCodeOnThePageCanBeScanned(t *testing.T) {
	k, s := sample(t)
	pdf, err := k.PDF()
	if err != nil {
		t.Fatal(err)
	}
	picture := rasterise(drawing(t, pdf))
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		t.Fatal(err)
	}
	if result.GetText() != k.payload() {
		t.Fatalf("scanned %q", result.GetText())
	}
	if reading, err := Read([]byte(result.GetText())); err != nil || !reading.Secret.Equal(s) {
		t.Errorf("%v", err)
	}
}

// rasterise paints the code, the page's black rectangles, at four pixels a point with white around it.
func rasterise(page []byte) image.Image {
	const scale, height = 4, 842
	code := image.Rectangle{}
	var dark []image.Rectangle
	for _, match := range regexp.MustCompile(`(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re f`).FindAllSubmatch(page, -1) {
		var v [4]float64
		for i := range v {
			v[i], _ = strconv.ParseFloat(string(match[i+1]), 64)
		}
		if v[2] > 500 { // the bar at the top
			continue
		}
		top, bottom := height-v[1], height-v[1]-v[3]
		box := image.Rect(round(v[0]*scale), round(top*scale), round((v[0]+v[2])*scale), round(bottom*scale))
		dark, code = append(dark, box), code.Union(box)
	}
	picture := image.NewGray(code.Inset(-10 * scale))
	draw.Draw(picture, picture.Bounds(), image.White, image.Point{}, draw.Src)
	for _, box := range dark {
		draw.Draw(picture, box, image.Black, image.Point{}, draw.Src)
	}
	return picture
}

func round(x float64) int { return int(x + 0.5) }

func TestPDFIsTheSameEachTime(t *testing.T) {
	k, _ := sample(t)
	one, err1 := k.PDF()
	two, err2 := k.PDF()
	if err1 != nil || err2 != nil || !bytes.Equal(one, two) {
		t.Errorf("differ: %v, %v", err1, err2)
	}
}

func TestTextKeepsItsWidth(t *testing.T) {
	k, _ := sample(t)
	for line := range strings.Lines(string(k.Text())) {
		if n := len([]rune(strings.TrimSpace(line))); n > textWidth && !strings.HasPrefix(line, payloadPrefix) {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

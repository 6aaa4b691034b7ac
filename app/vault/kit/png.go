package kit

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
)

// The size of a printed module in pixels, and the quiet zone around the code in modules (ISO/IEC 18004
// wants four).
const (
	pngModule = 6
	pngQuiet  = 4
)

// PNG is the QR code of the page as a picture, for the screen of the set-up. It is the secret in clear.
func (k Kit) PNG() ([]byte, error) {
	modules, err := qrModules(k.payload())
	if err != nil { // a long folder name may not fit; the words always do
		modules, err = qrModules(Kit{Words: k.Words}.payload())
	}
	if err != nil {
		return nil, fmt.Errorf("code of the kit: %w", err)
	}
	side := (len(modules) + 2*pngQuiet) * pngModule
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			column, row := x/pngModule-pngQuiet, y/pngModule-pngQuiet
			if row >= 0 && row < len(modules) && column >= 0 && column < len(modules) && modules[row][column] {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return out.Bytes(), err
}

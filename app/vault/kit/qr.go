package kit

import (
	"fmt"
	"image/color"

	"github.com/boombuler/barcode/qr"
)

// qrModules gives the code's dark modules, row by row, without the quiet zone around them. Level M
// keeps it readable with 15 % of it lost, to a fold or a stain.
func qrModules(content string) ([][]bool, error) {
	code, err := qr.Encode(content, qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("the QR code: %w", err)
	}
	size := code.Bounds().Dx()
	modules := make([][]bool, size)
	for y := range modules {
		modules[y] = make([]bool, size)
		for x := range modules[y] {
			modules[y][x] = color.GrayModel.Convert(code.At(x, y)).(color.Gray).Y < 128
		}
	}
	return modules, nil
}

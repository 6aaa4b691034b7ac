// Command empty opens a window with nothing in it but one word, in the way in which Farne opens its own:
// what its start is held against. It leaves the file that FARNE_RENDERED names once the page has painted.
package main

import (
	"embed"
	"fmt"
	"io/fs"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"
)

//go:embed page
var page embed.FS

// Page is what the window calls.
type Page struct{}

// Rendered is called two frames after the page was loaded.
func (Page) Rendered() error {
	return os.WriteFile(os.Getenv("FARNE_RENDERED"), []byte("rendered\n"), 0o600)
}

func main() {
	assets, err := fs.Sub(page, "page")
	if err == nil {
		err = wails.Run(&options.App{
			Title: "Empty", Width: 1280, Height: 800, AssetServer: &assetserver.Options{Assets: assets}, Bind: []any{&Page{}},
			Linux: &linux.Options{ProgramName: "empty", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "empty:", err)
		os.Exit(1)
	}
}

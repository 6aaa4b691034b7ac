package app

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"

	"farne/frontend"
	"farne/sync/failure"
)

// Run opens the window over a home and returns when it is closed.
func Run(home string) error {
	s := newShell(home)
	files := frontend.Files()
	return wails.Run(&options.App{
		Title: "Farne", Width: 1280, Height: 800, MinWidth: 720, MinHeight: 520,
		AssetServer: &assetserver.Options{
			Assets:     files,
			Middleware: func(next http.Handler) http.Handler { return guard(files, next) },
		},
		BackgroundColour:   &options.RGBA{R: 0xf2, G: 0xf6, B: 0xf7, A: 0xff},
		OnStartup:          s.start,
		OnShutdown:         s.stop,
		Bind:               s.areas(),
		ErrorFormatter:     formatError,
		Logger:             quiet{},
		LogLevelProduction: logger.ERROR,
		Linux:              &linux.Options{ProgramName: "farne", WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	})
}

// formatError gives the window a failure as a JSON text: since v2.13 Wails loses an object on the way.
func formatError(err error) any {
	f := failure.Of(err)
	b, err := json.Marshal(struct {
		Code       failure.Code    `json:"code"`
		Message    string          `json:"message"`
		Hint       string          `json:"hint"`
		Fields     []failure.Field `json:"fields,omitempty"`
		RetryAfter int             `json:"retryAfter,omitempty"`
	}{f.Code, f.Message, f.Hint, f.Fields, f.RetryAfter})
	if err != nil {
		return `{"code":"internal","message":"an error could not be told"}`
	}
	return string(b)
}

// quiet is Wails' logger: it says that something went wrong and never what. Wails logs the whole call,
// with what somebody typed, when arguments do not parse.
type quiet struct{}

func (quiet) Print(string)   {}
func (quiet) Trace(string)   {}
func (quiet) Debug(string)   {}
func (quiet) Info(string)    {}
func (quiet) Warning(string) {}
func (quiet) Error(string)   { fmt.Fprintln(os.Stderr, "farne: a call of the window failed") }
func (quiet) Fatal(string)   { fmt.Fprintln(os.Stderr, "farne: the window failed") }

// shell is what the areas share: the home, and the context of the running window.
type shell struct {
	home string
	ctx  context.Context
}

func newShell(home string) *shell { return &shell{home: home} }

func (s *shell) start(ctx context.Context) { s.ctx = ctx }

func (s *shell) stop(context.Context) {}

func (s *shell) areas() []any {
	return []any{&Session{s}}
}

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
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"farne/frontend"
	"farne/sync/clock"
	"farne/sync/failure"
)

// programName is what WebKitGTK calls its folder under the user's data, cache and configuration folders.
const programName = "farne"

// Run opens the window over a home and returns when it is closed.
func Run(home string) error {
	s := newShell(home, clock.Now)
	s.replaceProcess = replaceProcess
	files := frontend.Files()
	defer sweepWebView()
	go func() { _, _ = s.scratchProof() }() // while the web view starts; whoever asks for it hears of an error
	return wails.Run(&options.App{
		Title: "Farne", Width: 1280, Height: 800, MinWidth: 720, MinHeight: 520,
		AssetServer: &assetserver.Options{
			Assets:     files,
			Middleware: func(next http.Handler) http.Handler { return guard(files, s.firstState, next) },
		},
		BackgroundColour:   &options.RGBA{R: 0xf2, G: 0xf6, B: 0xf7, A: 0xff},
		OnStartup:          s.start,
		OnBeforeClose:      s.beforeClose,
		OnShutdown:         s.stop,
		Bind:               s.areas(),
		ErrorFormatter:     formatError,
		Logger:             quiet{},
		LogLevelProduction: logger.ERROR,
		Linux:              &linux.Options{ProgramName: programName, WebviewGpuPolicy: linux.WebviewGpuPolicyNever},
	})
}

// formatError gives the window a failure as a JSON text: since v2.13 Wails loses an object on the way.
func formatError(err error) any {
	f := told(err)
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

// start is told when the window stands; from then on events reach it.
func (s *shell) start(ctx context.Context) {
	s.emit = func(name string, data any) {
		if data == nil {
			runtime.EventsEmit(ctx, name)
			return
		}
		runtime.EventsEmit(ctx, name, data)
	}
	s.dialogs = answering(systemDialogs{ctx})
	s.quit = func() { runtime.Quit(ctx) }
	go s.watch()
}

// beforeClose asks the window once for what was typed, and lets it close after that: waiting in here
// would hang some systems (wails#1552).
func (s *shell) beforeClose(context.Context) (prevent bool) {
	if s.closing.Swap(true) || !s.isOpen() {
		return false
	}
	go func() {
		s.askForUnsaved("close")
		s.quit()
	}()
	return true
}

func (s *shell) stop(context.Context) {
	close(s.stopped)
	_ = s.leave(context.Background()) // nobody is left to tell; every acknowledged write is on the disk
}

// areas are what the window may call.
func (s *shell) areas() []any {
	return []any{&Session{s}, &Setup{s}, &Patients{s}, &Notes{s}, &Sync{s}, &Remote{s}, &Backup{s}, &Restore{s}, &Alarms{s}, &Care{s}, &Conflicts{s}, &Practice{s}, &Interchange{s}}
}

package app

import (
	"context"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"farne/sync/failure"
)

// dialogs are the system's own, through which a person names files: the window never sees a path that
// nobody chose. An empty answer means that the dialog was closed.
type dialogs interface {
	saveFile(title, name string) (string, error)
	openFiles(title, pattern string) ([]string, error)
	openFile(title, pattern string) (string, error)
	openFolder(title string) (string, error)
	browse(address string) error
}

// answering lets a build with the tag dev answer in place of the system's dialogs.
var answering = func(system dialogs) dialogs { return system }

type systemDialogs struct{ ctx context.Context }

func (d systemDialogs) saveFile(title, name string) (string, error) {
	return runtime.SaveFileDialog(d.ctx, runtime.SaveDialogOptions{Title: title, DefaultFilename: name, CanCreateDirectories: true})
}

func (d systemDialogs) openFiles(title, pattern string) ([]string, error) {
	return runtime.OpenMultipleFilesDialog(d.ctx, openOptions(title, pattern))
}

func (d systemDialogs) openFile(title, pattern string) (string, error) {
	return runtime.OpenFileDialog(d.ctx, openOptions(title, pattern))
}

func (d systemDialogs) openFolder(title string) (string, error) {
	return runtime.OpenDirectoryDialog(d.ctx, runtime.OpenDialogOptions{Title: title, CanCreateDirectories: true})
}

func (d systemDialogs) browse(address string) error {
	runtime.BrowserOpenURL(d.ctx, address)
	return nil
}

func openOptions(title, pattern string) runtime.OpenDialogOptions {
	return runtime.OpenDialogOptions{Title: title, Filters: []runtime.FileFilter{{DisplayName: pattern, Pattern: pattern}}}
}

// noDialogs stands in before the window does.
type noDialogs struct{}

func (noDialogs) saveFile(string, string) (string, error)    { return "", errNoWindow }
func (noDialogs) openFiles(string, string) ([]string, error) { return nil, errNoWindow }
func (noDialogs) openFile(string, string) (string, error)    { return "", errNoWindow }
func (noDialogs) openFolder(string) (string, error)          { return "", errNoWindow }
func (noDialogs) browse(string) error                        { return errNoWindow }

var errNoWindow error = failure.New(failure.Internal, "There is no window to ask in. Nothing was changed.", "")

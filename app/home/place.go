package home

import (
	"os"
	"path/filepath"
	"runtime"

	"farne/sync/failure"
)

// Variable is the environment variable that names the home where no flag does.
const Variable = "FARNE_HOME"

// Place tells where the home is: the flag, else FARNE_HOME, else the platform's folder for
// application data ($XDG_DATA_HOME/farne-record or ~/.local/share/farne-record, ~/Library/Application
// Support/Farne, %LocalAppData%\Farne). It makes nothing. The folder "farne" on Linux is the web
// view's, which names it after the program.
func Place(flag string) (string, error) {
	if flag != "" {
		return flag, nil
	}
	if named := os.Getenv(Variable); named != "" {
		return named, nil
	}
	return platform(runtime.GOOS, os.Getenv, os.UserHomeDir)
}

func platform(system string, variable func(string) string, user func() (string, error)) (string, error) {
	if system == "windows" && filepath.IsAbs(variable("LocalAppData")) {
		return filepath.Join(variable("LocalAppData"), "Farne"), nil
	}
	if data := variable("XDG_DATA_HOME"); system != "windows" && system != "darwin" && filepath.IsAbs(data) {
		return filepath.Join(data, "farne-record"), nil
	}
	own, err := user()
	if err != nil {
		return "", failure.Wrap(err, failure.Usage, "The folder for application data is not known.", "Name a folder with --home.")
	}
	switch system {
	case "windows":
		return filepath.Join(own, "AppData", "Local", "Farne"), nil
	case "darwin":
		return filepath.Join(own, "Library", "Application Support", "Farne"), nil
	}
	return filepath.Join(own, ".local", "share", "farne-record"), nil
}

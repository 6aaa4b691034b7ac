package app

import (
	"os"
	"path/filepath"
)

// webViewLeaves are the names that WebKitGTK gives to what it keeps of pages, in the folder of the
// program's name. Anything else in there is not the web view's, and stays.
var webViewLeaves = []string{"databases", "localstorage", "storage", "serviceworkers", "itp", "mediakeys", "hsts-storage.sqlite",
	"deviceidhashsalts", "applications", "WebKitCache", "CacheStorage"}

// sweepWebView removes what the web view kept of this window. Farne stores nothing there; this is for
// the day when something does.
func sweepWebView() {
	for _, root := range webViewRoots(os.Getenv) {
		for _, leaf := range webViewLeaves {
			path := filepath.Join(root, leaf)
			if info, err := os.Lstat(path); err == nil && info.Mode()&os.ModeSymlink == 0 {
				_ = os.RemoveAll(path) // still in use by a web view that ends late; the next start sweeps again
			}
		}
	}
}

// webViewRoots are the folders of the program's name below the user's data and cache folders.
func webViewRoots(env func(string) string) []string {
	var roots []string
	for variable, otherwise := range map[string]string{"XDG_DATA_HOME": ".local/share", "XDG_CACHE_HOME": ".cache"} {
		base := env(variable)
		if base == "" {
			if env("HOME") == "" {
				continue
			}
			base = filepath.Join(env("HOME"), otherwise)
		}
		if filepath.IsAbs(base) {
			roots = append(roots, filepath.Join(base, programName))
		}
	}
	return roots
}

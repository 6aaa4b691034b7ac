// Package frontend embeds the built window. Use Files for Wails' asset server; run the build in this
// folder before compiling, for a clone holds nothing but a placeholder, and Built then says so.
package frontend

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the root of the built window: index.html and assets/.
func Files() fs.FS {
	files, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // dist is embedded above, so the path is always there
	}
	return files
}

// Built tells whether the window was built before this program was compiled.
func Built() bool {
	_, err := fs.Stat(Files(), "index.html")
	return err == nil
}

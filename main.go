// Farne is the clinic record that keeps working offline. Without arguments it opens the window, with
// one it is a command. This file only wires the two together.
package main

import (
	"os"

	"farne/app"
	"farne/app/cli"
)

func main() {
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, app.Run))
}

// Farne is the clinic record that keeps working offline. Without arguments it opens the window, with
// one it is a command. This file only wires the two together.
package main

import (
	"os"

	"farne/app"
	"farne/app/cli"
	"farne/app/vault/harden"
)

func main() {
	// Without hardening the record is no less encrypted, only easier to spy on by somebody who has taken
	// over this account: go on.
	_ = harden.Process()
	os.Exit(cli.Main(os.Args[1:], cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, app.Run))
}

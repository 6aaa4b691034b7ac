package app

import (
	"strings"

	"farne/sync/failure"
)

// inWindow gives, for the commands that messages and hints name, what a person does in the window instead.
// Of two that begin alike the longer one stands first.
var inWindow = strings.NewReplacer(
	// The record on this laptop.
	"Begin with farne init, farne join or farne restore, or check --home.", "Create a practice, or restore one.",
	"Begin with farne init, farne join or farne restore.", "Create a practice, or restore one.",
	"Restore from the backup into a new home: farne --home NEW restore.", "Keep this laptop as it is, and restore from the backup on another one.",
	"Restore from the backup: farne restore.", "Keep this laptop as it is, and restore from the backup on another one.",
	", or give --home a folder of your own.", ".",
	"Give --home a folder that can be written.", "Ask whoever looks after this computer to make it writable.",
	"Give --home another folder.", "Start Farne again: it opens that practice.",
	"Give --home an empty folder or a new name.", "Move what is not Farne’s out of it, then try again.",
	"Name a folder with --home.", "Ask whoever looks after this computer.",

	// Keys.
	": farne unlock --recovery-file FILE.", ".",
	"check the path given to --key-file;", "look for the key file;",
	"Check the path given to --key-file;", "Look for the key file;",
	"use a key file: --key-file FILE.", "choose a place for a key file when Farne asks for one.",
	"Give it with --key-file FILE.", "Put in the memory stick with the key file, then try again.",
	"Check the path given to --recovery-file.", "Choose the file of the recovery kit.",
	"Check the path given to --password-file.", "Type the password.",
	"Give --recovery-out a new name.", "Choose a new name.",
	"Say who is asking: --user NAME.", "Choose who is asking.",
	"Give --user with one of: ", "Choose one of: ",
	"Give --user with the name as it was entered.", "Choose one of the people.",
	"Check --user.", "Choose one of the people.",

	// Proof.
	"Run farne audit verify, and show the answer to", "Keep this laptop as it is, and show this to",
	"; farne audit verify says more.", ".",
	"Choose another backup with --backup; farne verify --full says what is damaged.", "Choose another backup.",
	"choose an older backup with --backup.", "choose an older backup.",
	"List them without --backup, or leave it out for the newest.", "Choose one of the list.",
	"with farne backup.", "with Back up now.",
	"Run farne verify --full", "Choose Verify everything under Backup & laptops",
	"Run farne verify", "Choose Verify under Backup & laptops",
	"run farne verify", "choose Verify under Backup & laptops",
	"run farne sync on that laptop, then farne verify.", "choose Sync now on that laptop, then Verify under Backup & laptops here.",

	// The place.
	"Set one with farne remote set folder DIR, or farne remote set s3.", "Choose one under Backup & laptops, Storage.",
	"set another folder with farne remote set folder.", "choose another folder under Storage.",
	"set this one up with farne remote set folder.", "choose this one under Storage.",
	"Set the folder up again with farne remote set folder.", "Choose the folder again under Storage.",
	"set them with farne remote set s3.", "enter them again under Storage.",
	"Run farne remote set again: it finds out", "Choose the place again under Storage: Farne finds out",
	"Run farne remote test for the whole list, and choose another place.", "The list of checks says more. Choose another place.",
	"Run farne remote test.", "Test the place under Storage.",
	"See farne remote list.", "See Storage.",
	"See farne remote set.", "Correct it in the form.",
	"give its authority with --ca.", "choose the file of its authority.",
	"attest it with --attest-place.", "say in the form where it is.",

	// Patients.
	"Look for it with farne note list PATIENT.", "The patient’s timeline has all notes.",
	"Look with farne patient find, or type a part of the name.", "Type a part of the name.",
)

// told is a failure in the words of the window.
func told(err error) *failure.Error {
	f := *failure.Of(err)
	f.Message, f.Hint = inWindow.Replace(f.Message), inWindow.Replace(f.Hint)
	return &f
}

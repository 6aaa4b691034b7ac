package kit

import (
	"fmt"
	"strings"
	"time"
)

// Kit is what the page says.
type Kit struct {
	Practice string
	Made     time.Time // printed as a day, in its own location
	Words    Phrase
	Storage  Storage // zero before storage is set up: the page then says so
}

const dayFormat = "02-Jan-2006"

// The words of the page and of the text; the page is a promise to somebody who has just lost
// everything, so they are plain and few.
const (
	leadText = "These words open every record of this practice on any laptop, without the old laptop and without a password. Nobody else has a copy, " +
		"neither Farne nor the storage provider. Whoever holds this page can read everything: keep it where you keep passports, away from the laptops."
	noStorageText = "No storage was set up when this kit was made. Print it again when there is one: the page then says where the records are."
	newKeysText   = "Sign in to the provider with the practice's own account and make a new access key that may read and write this one bucket. A key that was used on a lost laptop is never used again: delete it there."
	folderText    = "The records are in a folder on this stick or share. No credentials are needed, only the stick or the network."
	handText      = "Space to write down a storage key by hand, if you wish to keep one here:"
	stolenText    = "If a stranger may have seen this page, renew the kit at once (Practice, Recovery kit) and change the storage keys."
)

// step is one thing to do, in the order of doing. Steps have no numbers, so that no number but those
// of the words stands before a word.
type step struct{ title, text string }

func (k Kit) steps() []step {
	lockOut := "At the storage provider delete the access key that it used: it can then neither fetch nor send."
	where := "Copy the lines below and give a new access key."
	if k.Storage.Folder != "" {
		lockOut = "Take the stick or the share away from it: it can then neither fetch nor send."
		where = "Put in the stick or connect the share."
	}
	return []step{
		{"Lock the lost laptop out.", lockOut},
		{"Take any laptop and install Farne.", "Choose “Restore from a recovery kit”, then type the words or show the code to the camera."},
		{"Say where the records are.", where + " Farne checks every record, and tells you the newest change that it found."},
		{"Then go on working.", "Under Laptops revoke the lost one. Farne shows what it could open and whom the law says to tell."},
	}
}

// storageRows are the lines of the table, without those that are empty.
func (k Kit) storageRows() [][2]string {
	region := k.Storage.Region
	if k.Storage.Place != "" {
		region = strings.TrimSpace(fmt.Sprintf("%s (%s)", region, k.Storage.Place))
	}
	rows := [][2]string{{"Provider", k.Storage.Provider}, {"Address", k.Storage.Endpoint}, {"Region", region}, {"Bucket", k.Storage.Bucket}, {"Folder", k.Storage.Folder}}
	var filled [][2]string
	for _, row := range rows {
		if row[1] != "" {
			filled = append(filled, row)
		}
	}
	return filled
}

// newKeys says how to come by credentials, or why none are needed.
func (k Kit) newKeys() string {
	switch {
	case k.Storage.NewKeys != "":
		return k.Storage.NewKeys
	case k.Storage.Folder != "":
		return folderText
	}
	return newKeysText
}

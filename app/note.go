package app

// Note is one note, draft or signed.
type Note struct {
	ID           string         `json:"id"`
	Patient      string         `json:"patient"`
	PatientName  string         `json:"patientName"`
	Title        string         `json:"title"`
	Text         string         `json:"text"`
	Status       string         `json:"status"`
	Author       string         `json:"author"`
	Mine         bool           `json:"mine"`
	StartedShown string         `json:"startedShown"`
	SavedShown   string         `json:"savedShown"`
	Token        string         `json:"token"`
	SignedShown  string         `json:"signedShown"`
	Hash         string         `json:"hash"`
	Addenda      []Addendum     `json:"addenda"`
	Begun        *AddendumDraft `json:"begun"`
	Versions     []NoteVersion  `json:"versions"`
}

// Addendum was added to a signed note.
type Addendum struct {
	ID          string `json:"id"`
	Text        string `json:"text"`
	Author      string `json:"author"`
	SignedShown string `json:"signedShown"`
	Hash        string `json:"hash"`
}

// NoteVersion is one laptop's version of a draft.
type NoteVersion struct {
	Version    string `json:"version"`
	Title      string `json:"title"`
	Text       string `json:"text"`
	Person     string `json:"person"`
	Device     string `json:"device"`
	ThisDevice bool   `json:"thisDevice"`
	Shown      string `json:"shown"`
	Clock      string `json:"clock"`
}

// NoteSave is what somebody has typed.
type NoteSave struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Token string `json:"token"`
}

// NoteSaved is answered only after the commit.
type NoteSaved struct {
	SavedAt    string `json:"savedAt"`
	SavedShown string `json:"savedShown"`
	Token      string `json:"token"`
	Conflict   bool   `json:"conflict"`
}

// NoteDecision ends a disagreement about a draft.
type NoteDecision struct {
	ID    string `json:"id"`
	Keep  string `json:"keep"`
	Title string `json:"title"`
	Text  string `json:"text"`
	Token string `json:"token"`
}

// Draft is an unsigned note in the list of the first screen.
type Draft struct {
	Note         string `json:"note"`
	Patient      string `json:"patient"`
	PatientName  string `json:"patientName"`
	Title        string `json:"title"`
	Addendum     bool   `json:"addendum"`
	StartedShown string `json:"startedShown"`
	Age          string `json:"age"`
}

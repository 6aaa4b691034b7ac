package chain

import (
	"bytes"
	"testing"

	"farne/build/vector"
	"farne/sync/seal"
)

// history is testdata/format/chain.json: a chain of two batches and a hint as this version wrote them.
type history struct {
	About    string        `json:"about"`
	Practice vector.Hex    `json:"practice"`
	Key      vector.Hex    `json:"key"`
	Device   vector.Hex    `json:"device"`
	Signer   vector.Hex    `json:"signer_public"`
	Batches  []batchVector `json:"batches"`
	Hint     hintVector    `json:"hint"`
	Frontier frontierForm  `json:"frontier"`
	Refused  []bodyVector  `json:"refused"`
}

type batchVector struct {
	Name    string       `json:"name"`
	Object  vector.Hex   `json:"object"`
	Hash    vector.Hex   `json:"hash"` // SHA-256 of the object
	Body    vector.Hex   `json:"body"`
	First   vector.Hex   `json:"first"`
	Last    vector.Hex   `json:"last"`
	Changes []vector.Hex `json:"changes"`
	Seen    []headVector `json:"heads_of_others"`
}

type headVector struct {
	Device   vector.Hex `json:"device"`
	Sequence uint64     `json:"sequence"`
	Hash     vector.Hex `json:"hash"`
	HLC      vector.Hex `json:"hlc"`
}

type hintVector struct {
	Name     string       `json:"name"`
	Object   vector.Hex   `json:"object"`
	Body     vector.Hex   `json:"body"`
	Number   uint64       `json:"number"`
	Head     headVector   `json:"head"`
	Frontier vector.Hex   `json:"frontier_hash"`
	Root     vector.Hex   `json:"root"`
	Members  []vector.Hex `json:"member_heads"`
	At       int64        `json:"at"`
}

// frontierForm is a frontier of the chain's last head and the member heads, what is hashed, and the hash.
type frontierForm struct {
	Heads   []headVector `json:"heads"`
	Members []vector.Hex `json:"member_heads"`
	Form    vector.Hex   `json:"form"`
	Hash    vector.Hex   `json:"hash"`
}

// bodyVector is an object with a body that must be refused, well sealed as the chain's first batch.
type bodyVector struct {
	What   string     `json:"what"`
	Name   string     `json:"name"`
	Object vector.Hex `json:"object"`
	Body   vector.Hex `json:"body"`
}

func (h headVector) head() Head {
	head := Head{Device: seal.ID(h.Device), Sequence: h.Sequence, Hash: seal.Hash(h.Hash)}
	copy(head.HLC[:], h.HLC)
	return head
}

func showHead(h Head) headVector { return headVector{h.Device[:], h.Sequence, h.Hash[:], h.HLC[:]} }

func frontierOf(shown []headVector) (f Frontier) {
	for _, h := range shown {
		f = append(f, h.head())
	}
	return f
}

func hashesOf(shown []vector.Hex) (hashes []seal.Hash) {
	for _, h := range shown {
		hashes = append(hashes, seal.Hash(h))
	}
	return hashes
}

func TestVectors(t *testing.T) {
	v := vector.Drawn(t, "chain.json", func() history { return makeHistory(t) })
	key, err := seal.KeyFromBytes(v.Key)
	if err != nil {
		t.Fatal(err)
	}
	r := Reader{Practice: seal.Practice(v.Practice), Device: seal.PublicKey(v.Signer), Key: key}
	before := Head{Device: seal.ID(v.Device)}
	head := before
	for _, b := range v.Batches {
		head = checkBatch(t, r, head, b)
	}
	checkHint(t, r, v.Hint, head)
	f, members := frontierOf(v.Frontier.Heads), hashesOf(v.Frontier.Members)
	if hash := f.Hash(members); !bytes.Equal(hash[:], v.Frontier.Hash) || !bytes.Equal(marshal([]any{f, members}), v.Frontier.Form) {
		t.Errorf("frontier %s", hash)
	}
	if len(v.Batches) != 2 || len(v.Refused) < 5 {
		t.Errorf("%d batches, %d bodies that are refused", len(v.Batches), len(v.Refused))
	}
	for _, o := range v.Refused {
		_, body, err := seal.Open(o.Name, o.Object, r.Practice, r.Device, r.Key)
		if err != nil || !bytes.Equal(body, o.Body) {
			t.Errorf("%s: the envelope is refused: %v", o.What, err)
		}
		if _, err := Open(r, before, o.Name, o.Object); err == nil {
			t.Errorf("%s: taken", o.What)
		}
	}
}

// checkBatch opens a batch, and makes its body again of what the file says of it.
func checkBatch(t *testing.T, r Reader, head Head, v batchVector) Head {
	t.Helper()
	b, err := Open(r, head, v.Name, v.Object)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Changes) != len(v.Changes) || !bytes.Equal(b.Head.Hash[:], v.Hash) {
		t.Errorf("%s: %d changes, hash %s", v.Name, len(b.Changes), b.Head.Hash)
	}
	body := batchBody{Seen: frontierOf(v.Seen)}
	copy(body.First[:], v.First)
	copy(body.Last[:], v.Last)
	for i, c := range b.Changes {
		if !bytes.Equal(c.Marshal(), v.Changes[i]) {
			t.Errorf("%s: change %d is %x", v.Name, i, c.Marshal())
		}
		body.Changes = append(body.Changes, v.Changes[i])
	}
	checkBody(t, r, v.Name, v.Object, v.Body, marshal(body))
	return b.Head
}

func checkHint(t *testing.T, r Reader, v hintVector, head Head) {
	t.Helper()
	n, hint, err := OpenHint(r, v.Name, v.Object)
	if err != nil || n != v.Number || hint.Head != head || hint.Head != v.Head.head() {
		t.Errorf("hint %d %+v: %v", n, hint, err)
	}
	said := Hint{Head: v.Head.head(), FrontierHash: seal.Hash(v.Frontier), Root: [32]byte(v.Root), Members: hashesOf(v.Members), At: v.At}
	checkBody(t, r, v.Name, v.Object, v.Body, marshal(said))
}

func checkBody(t *testing.T, r Reader, name string, object, body, made []byte) {
	t.Helper()
	_, got, err := seal.Open(name, object, r.Practice, r.Device, r.Key)
	if err != nil || !bytes.Equal(got, body) || !bytes.Equal(made, body) {
		t.Errorf("%s: its body is %x, made of its parts %x, not %x: %v", name, got, made, body, err)
	}
}

func makeHistory(t *testing.T) history {
	a := newAuthor()
	public := a.Signer.Public()
	v := history{
		About: "A chain of two batches and a hint. For each object the CBOR of its body, and what stands in it; changes are those of state.json's form. frontier: what is hashed, and the hash. " +
			"refused: bodies that are well sealed as this device's first batch, and must not be taken.",
		Practice: a.Practice[:], Key: a.Key.Reveal(), Device: a.Device[:], Signer: public[:],
	}
	for _, o := range malformedBodies(a) {
		name, object := a.body(t, o.Body)
		o.Name, o.Object = name, object
		v.Refused = append(v.Refused, o)
	}
	before := Head{Device: a.Device}
	for _, seen := range []Frontier{nil, {someHead(), someHead()}} {
		name, object := a.batch(t, seen, "wind from the north-east", "seals on the rocks")
		_, body, err := seal.Open(name, object, a.Practice, public, a.Key)
		if err != nil {
			t.Fatal(err)
		}
		b, err := Open(a.reader(), before, name, object)
		if err != nil {
			t.Fatal(err)
		}
		before = b.Head
		shown := batchVector{Name: name, Object: object, Hash: b.Head.Hash[:], Body: body, Changes: []vector.Hex{}, Seen: []headVector{}}
		shown.First, shown.Last = append(shown.First, b.Changes[0].HLC[:]...), b.Head.HLC[:]
		for _, c := range b.Changes {
			shown.Changes = append(shown.Changes, c.Marshal())
		}
		for _, h := range b.Seen {
			shown.Seen = append(shown.Seen, showHead(h))
		}
		v.Batches = append(v.Batches, shown)
	}
	v.Hint, v.Frontier = makeHint(t, a)
	return v
}

func makeHint(t *testing.T, a *author) (hintVector, frontierForm) {
	members := []seal.Hash{{6}, {7, 1}}
	other := someHead()
	frontier := Frontier{a.head, other}.Sort()
	hash := frontier.Hash(members)
	hint := Hint{Head: a.head, FrontierHash: hash, Root: [32]byte{5}, Members: members, At: a.tick}
	name, object, err := SealHint(a.Writer, 1, hint)
	if err != nil {
		t.Fatal(err)
	}
	shown := hintVector{Name: name, Object: object, Body: marshal(hint), Number: 1, Head: showHead(a.head), Frontier: hash[:], Root: hint.Root[:], At: hint.At}
	form := frontierForm{Form: marshal([]any{frontier, members}), Hash: hash[:]}
	for _, m := range members {
		shown.Members, form.Members = append(shown.Members, m[:]), append(form.Members, m[:])
	}
	for _, h := range frontier {
		form.Heads = append(form.Heads, showHead(h))
	}
	return shown, form
}

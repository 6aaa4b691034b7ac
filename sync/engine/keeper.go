package engine

// Keeper keeps sealed objects that were read, so that none is read twice from a slow line. It is a
// convenience: what it lost, or cannot keep, is read from the remote. An object that it gives back is
// proven like one from there.
type Keeper interface {
	Get(name string) (object []byte, held bool)
	Put(name string, object []byte)
	Drop(name string)
}

// maxSealed bounds what memory holds, in bytes: the sealed packs of a record of 400,000 rows are a quarter
// of it. Of a larger record some packs are read twice.
const maxSealed = 128 << 20

// memory is the Keeper of a walk that ends with its process.
type memory struct {
	objects map[string][]byte
	size    int
}

func (m *memory) Get(name string) ([]byte, bool) {
	object, held := m.objects[name]
	return object, held
}

func (m *memory) Put(name string, object []byte) {
	if m.size+len(object) > maxSealed {
		return
	}
	if m.objects == nil {
		m.objects = map[string][]byte{}
	}
	m.objects[name], m.size = object, m.size+len(object)
}

func (m *memory) Drop(name string) {
	m.size -= len(m.objects[name])
	delete(m.objects, name)
}

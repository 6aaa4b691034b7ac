package fhir

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
)

// Limits bound what a file may ask of this laptop. The zero Limits are the usual ones.
type Limits struct {
	Resource int   // bytes of one resource with its white space; 32 MiB if zero
	Depth    int   // levels of nesting; 100 if zero
	Inflated int64 // bytes that a file compressed more than 100 times may unpack to; 4 GiB if zero
}

func (l Limits) orDefault() Limits {
	if l.Resource == 0 {
		l.Resource = 32 << 20
	}
	if l.Depth == 0 {
		l.Depth = 100
	}
	if l.Inflated == 0 {
		l.Inflated = 4 << 30
	}
	return l
}

var (
	errCutOff    = errors.New("the file ends too early: it was cut off")
	errBomb      = errors.New("the compressed file unpacks to far more than any record holds")
	errDamaged   = errors.New("the compressed file is damaged")
	errBlank     = errors.New("the file is mostly white space")
	errChanged   = errors.New("the file changed while it was being read")
	errNotOpened = errors.New("the file cannot be read")
)

const (
	firstBuffer = 256 << 10 // bytes
	mostBlank   = 64 << 20  // bytes of white space between two signs
	leastBomb   = 100       // times that a bomb is smaller than what it unpacks to
)

var (
	byteOrderMark = []byte("\xef\xbb\xbf")
	gzipMagic     = []byte("\x1f\x8b")
	otherMagic    = map[string]string{"PK\x03\x04": "a ZIP archive", "%PDF": "a PDF", "\xfe\xff": "UTF-16 text",
		"\xff\xfe": "UTF-16 text", "<": "XML"}
)

// input is the unpacked text of a file through a buffer that grows to hold one resource. at to end
// is what was read and not yet taken.
type input struct {
	src     io.Reader
	packed  *meter // what comes from the disk
	gzipped bool
	limits  Limits

	buf     []byte
	at, end int
	base    int64 // offset of buf[0] in the text
	lines   int64 // line ends before buf[counted]
	counted int
	eof     bool
}

// meter counts and digests what is read through it.
type meter struct {
	src   io.Reader
	bytes int64
	sum   maphash.Hash
}

// oneSeed makes digests of this process comparable. They tell whether a file changed between two
// passes, nothing else, so they need not be cryptographic, and cost a tenth.
var oneSeed = maphash.MakeSeed()

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.src.Read(p)
	m.bytes += int64(n)
	m.sum.Write(p[:n])
	return n, err
}

// open finds out by its first bytes whether the file is compressed; its name does not count.
func open(src io.Reader, limits Limits) (*input, error) {
	packed := &meter{src: src}
	packed.sum.SetSeed(oneSeed)
	buffered := bufio.NewReaderSize(packed, 64<<10)
	in := &input{src: buffered, packed: packed, limits: limits, buf: make([]byte, firstBuffer)}
	magic, err := buffered.Peek(len(gzipMagic))
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("%w: %w", errNotOpened, err)
	}
	if bytes.Equal(magic, gzipMagic) {
		in.gzipped = true
		if in.src, err = gzip.NewReader(buffered); err != nil {
			return nil, in.readError(err)
		}
	}
	if err := in.more(); err != nil && err != io.EOF {
		return nil, err
	}
	if bytes.HasPrefix(in.unread(), byteOrderMark) {
		in.at += len(byteOrderMark)
	}
	for magic, what := range otherMagic {
		if bytes.HasPrefix(in.unread(), []byte(magic)) {
			return nil, fmt.Errorf("it is %s; Farne reads FHIR as JSON or NDJSON in UTF-8", what)
		}
	}
	return in, nil
}

func (in *input) unread() []byte { return in.buf[in.at:in.end] }

// more reads on, about doubling what is unread, so that parsing again from the start of a resource
// costs twice its size at most. Unread must be less than a resource may have. io.EOF means that there
// is no more.
func (in *input) more() error {
	if in.eof {
		return io.EOF
	}
	in.line()
	unread := in.end - in.at
	buf := in.buf
	if unread > len(buf)/2 {
		buf = make([]byte, min(2*len(buf), in.limits.Resource+firstBuffer))
	}
	copy(buf, in.buf[in.at:in.end])
	in.base += int64(in.at)
	in.buf, in.at, in.end, in.counted = buf, 0, unread, 0
	for in.end < len(in.buf) {
		n, err := in.src.Read(in.buf[in.end:])
		in.end += n
		if err == io.EOF {
			in.eof = true
			break
		}
		if err != nil {
			return in.readError(err)
		}
	}
	if out := in.base + int64(in.end); in.gzipped && out > in.limits.Inflated && out/leastBomb > in.packed.bytes {
		return errBomb
	}
	if in.end == unread {
		return io.EOF
	}
	return nil
}

func (in *input) readError(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), err == io.EOF:
		return errCutOff
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), in.gzipped:
		return fmt.Errorf("%w: %w", errDamaged, err)
	}
	return fmt.Errorf("%w: %w", errNotOpened, err)
}

// space goes to the next byte that is not white space and answers with it; io.EOF at the end.
func (in *input) space() (byte, error) {
	from := in.offset()
	for {
		for in.at < in.end {
			switch c := in.buf[in.at]; c {
			case ' ', '\n', '\t', '\r':
				in.at++
			default:
				return c, nil
			}
		}
		if in.offset()-from > mostBlank {
			return 0, errBlank
		}
		if err := in.more(); err != nil {
			return 0, err
		}
	}
}

// offset is where the next byte stands in the text, line on which line, counted from 1.
func (in *input) offset() int64 { return in.base + int64(in.at) }

func (in *input) line() int64 {
	if in.at > in.counted {
		in.lines += int64(bytes.Count(in.buf[in.counted:in.at], []byte{'\n'}))
		in.counted = in.at
	}
	return in.lines + 1
}

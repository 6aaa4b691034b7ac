package kit

import (
	"bytes"
	"compress/zlib"
	"io"
	"strings"
)

// mostInflated limits what is unpacked of a PDF, in bytes.
const mostInflated = 16 << 20

// inPDF gives the text kit that PDF attached: the first stream of the file, packed or not, that holds
// the block of words or the QR code's text. Nothing else of a PDF is understood.
func inPDF(data []byte) string {
	budget := int64(mostInflated)
	for budget > 0 {
		_, after, found := bytes.Cut(data, []byte("stream"))
		if !found {
			return ""
		}
		data = after
		stream, _, _ := bytes.Cut(bytes.TrimLeft(after, "\r\n"), []byte("endstream"))
		content := inflate(stream, budget)
		budget -= int64(len(content))
		if text := string(content); strings.Contains(text, blockBegin) || strings.Contains(text, payloadPrefix) {
			return text
		}
	}
	return ""
}

// inflate unpacks a stream, or gives it as it is when it is not packed.
func inflate(stream []byte, most int64) []byte {
	unpacked, err := zlib.NewReader(bytes.NewReader(stream))
	if err != nil {
		return stream
	}
	defer unpacked.Close()
	content, _ := io.ReadAll(io.LimitReader(unpacked, most))
	return content
}

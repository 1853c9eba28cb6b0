// Package token makes the two kinds of secret that leave the house: random
// ones, of which only the hash is kept, and derived ones, of which nothing is
// kept at all. It also makes fingerprints of what is not to be kept.
package token

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"

	"regulars/internal/fault"
)

var coding = base64.RawURLEncoding

// New gives a random token of 256 bits, fit for a cookie or an address.
func New() string { return coding.EncodeToString(random(32)) }

// Hash is what is stored of a random token.
func Hash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// Signer derives tokens from row ids and the site's secret. A copy of the
// database alone does not give them away.
type Signer struct{ key []byte }

// NewSigner takes the site's secret of at least 32 bytes.
func NewSigner(key []byte) Signer { return Signer{key: key} }

// Sign gives the token of a row for one purpose; a token of another purpose
// does not verify.
func (s Signer) Sign(purpose string, id int64) string {
	row := binary.BigEndian.AppendUint64(nil, uint64(id))
	return coding.EncodeToString(append(row, s.mac(purpose, row)...))
}

// Verify gives back the row's id. fault.NotFound if the token is not one of
// ours for that purpose.
func (s Signer) Verify(purpose, token string) (int64, error) {
	raw, err := coding.DecodeString(token)
	if err != nil || len(raw) != 8+sha256.Size || !hmac.Equal(raw[8:], s.mac(purpose, raw[:8])) {
		return 0, fault.New(fault.NotFound, "This link is not complete. Please open it again from the mail.")
	}
	return int64(binary.BigEndian.Uint64(raw[:8])), nil
}

// Fingerprint stands for bytes that are not to be kept themselves: the same for the
// same bytes and purpose, and of no use to anybody without the site's secret.
func (s Signer) Fingerprint(purpose string, of []byte) []byte { return s.mac(purpose, of) }

func (s Signer) mac(purpose string, row []byte) []byte {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(purpose))
	mac.Write([]byte{0})
	mac.Write(row)
	return mac.Sum(nil)
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b) // never fails: it stops the program instead
	return b
}

package mail

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"

	"github.com/emersion/go-msgauth/dkim"
)

// signer adds DKIM signatures (RFC 6376). go-msgauth does it and not go-mail,
// whose signature does not verify once List-Unsubscribe is among what is signed.
type signer struct{ options dkim.SignOptions }

// signed are the headers a signature covers. Both List-Unsubscribe headers are
// named (RFC 8058 wants them covered), and once more than a mail has them: nobody
// can add one then.
var signed = []string{
	"From", "To", "Subject", "Date", "Message-ID", "References", "MIME-Version", "Content-Type",
	"Auto-Submitted", "List-Unsubscribe", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Unsubscribe-Post",
}

// newSigner gives nil, which signs nothing, if there is no key.
func newSigner(key, selector, domain string) (*signer, error) {
	if key == "" {
		return nil, nil
	}
	if selector == "" {
		return nil, errors.New("a DKIM key needs a DKIM selector")
	}
	private, err := parseKey(key)
	if err != nil {
		return nil, err
	}
	return &signer{dkim.SignOptions{
		Domain: domain, Selector: selector, Signer: private, Hash: crypto.SHA256, HeaderKeys: signed,
		HeaderCanonicalization: dkim.CanonicalizationRelaxed,
		BodyCanonicalization:   dkim.CanonicalizationRelaxed,
	}}, nil
}

// parseKey reads PKCS #8, or PKCS #1 as older tools write it.
func parseKey(text string) (crypto.Signer, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("the DKIM key is not PEM (-----BEGIN PRIVATE KEY-----)")
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key, nil
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(crypto.Signer)
	if err != nil || !ok {
		return nil, errors.New("the DKIM key is neither an RSA nor an Ed25519 private key")
	}
	return key, nil
}

func (s *signer) sign(raw []byte) ([]byte, error) {
	if s == nil {
		return raw, nil
	}
	var out bytes.Buffer
	if err := dkim.Sign(&out, bytes.NewReader(raw), &s.options); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return out.Bytes(), nil
}

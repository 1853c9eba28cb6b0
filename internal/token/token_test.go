package token_test

import (
	"bytes"
	"strings"
	"testing"

	"regulars/internal/fault"
	"regulars/internal/token"
)

var signer = token.NewSigner(bytes.Repeat([]byte{7}, 32))

func TestSignedTokenGivesBackItsRow(t *testing.T) {
	for _, id := range []int64{1, 42, 1 << 60} {
		got, err := signer.Verify("sign-in", signer.Sign("sign-in", id))
		if err != nil || got != id {
			t.Errorf("Verify(Sign(%d)) = %d, %v", id, got, err)
		}
	}
}

func TestOtherTokensAreNotFound(t *testing.T) {
	good := signer.Sign("sign-in", 42)
	flipped := strings.Map(func(r rune) rune {
		if r == 'A' {
			return 'B'
		}
		return r
	}, good)
	other := token.NewSigner(bytes.Repeat([]byte{8}, 32))
	for name, bad := range map[string]string{
		"empty": "", "rubbish": "%%%", "short": good[:20], "long": good + "AAAA", "changed": flipped,
		"another purpose": signer.Sign("settings", 42), "another site": other.Sign("sign-in", 42),
	} {
		if id, err := signer.Verify("sign-in", bad); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: Verify = %d, %v; want NotFound", name, id, err)
		}
	}
}

func TestRandomTokensDiffer(t *testing.T) {
	a, b := token.New(), token.New()
	if a == b || len(a) != 43 {
		t.Errorf("New() = %q, then %q", a, b)
	}
	if bytes.Equal(token.Hash(a), token.Hash(b)) || len(token.Hash(a)) != 32 {
		t.Error("hashes do not tell tokens apart")
	}
}

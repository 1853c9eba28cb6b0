package fault_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"regulars/internal/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	load := func() (err error) {
		defer fault.Wrap(&err, "load group %q", "chorus")
		return fault.New(fault.NotFound, "There is no such group.")
	}
	err := load()
	if got := fault.KindOf(err); got != fault.NotFound {
		t.Errorf("KindOf = %v, want NotFound", got)
	}
	if want := `load group "chorus": There is no such group.`; err.Error() != want {
		t.Errorf("Error() = %q, want %q", err, want)
	}
	if e, ok := fault.As(err); !ok || e.Text != "There is no such group." {
		t.Errorf("As = %+v, %v", e, ok)
	}
}

func TestCatchTellsWhatPanickedAndWhere(t *testing.T) {
	attempt := func(do func()) (err error) {
		defer fault.Wrap(&err, "attempt")
		defer fault.Catch(&err)
		do()
		return nil
	}
	err := attempt(func() { var none []int; _ = none[2] })
	if fault.KindOf(err) != fault.Internal || !strings.HasPrefix(err.Error(), "attempt: panic: ") || !strings.Contains(err.Error(), "fault_test.go") {
		t.Errorf("a panic becomes %v", err)
	}
	if err := attempt(func() {}); err != nil {
		t.Errorf("Catch made an error of nothing: %v", err)
	}
}

func TestWrapLeavesSuccessAlone(t *testing.T) {
	var err error
	fault.Wrap(&err, "do nothing")
	if err != nil {
		t.Errorf("Wrap made an error of nothing: %v", err)
	}
}

func TestOtherErrorsAreInternal(t *testing.T) {
	if got := fault.KindOf(errors.New("disk full")); got != fault.Internal {
		t.Errorf("KindOf = %v, want Internal", got)
	}
}

func TestCauseIsKeptButApart(t *testing.T) {
	cause := errors.New("dial tcp: refused")
	err := fault.Because(cause, fault.Unavailable, "Please try again in a moment.")
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	if err.Text != "Please try again in a moment." {
		t.Errorf("Text = %q shows more than the sentence", err.Text)
	}
}

func TestFields(t *testing.T) {
	var f fault.Fields
	if err := f.Err(); err != nil {
		t.Errorf("no field, yet %v", err)
	}
	f.Add("name", "Give the group a name.")
	f.Add("name", "Too long.")
	e, _ := fault.As(f.Err())
	if e.Kind != fault.Invalid || e.Text != "Give the group a name." || e.Fields["name"] != "Give the group a name." {
		t.Errorf("one field: %+v", e)
	}
	f.Add("where", "Where does it meet?")
	e, _ = fault.As(fmt.Errorf("save: %w", f.Err()))
	if len(e.Fields) != 2 || e.Text == "Give the group a name." {
		t.Errorf("two fields: %+v", e)
	}
}
